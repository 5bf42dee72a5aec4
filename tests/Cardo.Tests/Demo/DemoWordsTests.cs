using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Cardo.Cases;
using Cardo.Identity;
using Cardo.Kernel;
using Cardo.Server;
using Cardo.Server.Demo;
using Cardo.Standards.NgsiLd;
using Cardo.Tests.Support;
using Cardo.Twin;
using Microsoft.Extensions.DependencyInjection;
using Attribute = Cardo.Standards.NgsiLd.Attribute;

namespace Cardo.Tests.Demo;

/// <summary>Walks every page of the demo city that a link leads to, and reads it as a resident and an officer would.</summary>
public sealed partial class DemoWordsTests : IAsyncLifetime
{
    /// <summary>Characters that only the simplified script has, such as every page needs.</summary>
    const string Simplified = "区东门灯车电气数时间报处发点与为这对应图场号环满务网络记录请选择进总结现问题员单办楼桥园设计监测负责诉书兰庙凤节认该显无历层组续线驶缓";

    /// <summary>What readers of Chinese meet in Latin letters: standards, products, units, files and what is typed at a command line.</summary>
    static readonly string[] known =
    [
        "English", "Cardo", "cardo", "enrol", "journal", "verify", "docs/formats/traffic-change.md", "deep-hole", "SUMO", "JavaScript", "JSON", "CSV", "YAML", "GIS", "NGSI-LD", "Open311", "ISO", "ITU-T", "IBM", "IMD", "CITYkeys", "U4SSC", "GDP", "Gini", "ICT", "BMI", "PM2.5", "PM10", "PM1",
        "Kaplan-Meier", "Wilson", "km", "km/h", "kWh", "ekWh", "GJ", "ha", "m2", "m3", "kWh/m2", "ekWh/m2", "GJ/GJ", "GJ/m2", "ug/m3", "g/m", "CO2e", "USD", "MB", "dB", "KB", "hPa", "mm", "mm/h", "cm", "kW", "survey.csv", "figures.csv", "linhe", "Enter", "MQTT", "HTTP",
    ];

    readonly string data = Directory.CreateTempSubdirectory("cardo-words-").FullName;
    CityApp city = null!;
    HttpClient http = null!;

    public async ValueTask InitializeAsync()
    {
        var settings = SettingsReader.Read(Path.Combine(Repository.Root, "cities/demo"), new Dictionary<string, string?>
        {
            ["data_dir"] = data,
            ["port"] = "0",
            ["mqtt_port"] = "0",
            ["packs_dir"] = Path.Combine(Repository.Root, "packs"),
            ["demo.devices"] = "60",
            ["demo.history_hours"] = "2",
        }).Value;
        city = CityApp.Build(settings).Value;
        await city.Start();
        var demo = DemoMode.Of(city, settings).Value;
        (await demo.Found()).Ok.ShouldBeTrue();
        await demo.FillPast(null, TestContext.Current.CancellationToken);
        await Cases();
        var key = city.Services.GetRequiredService<KeyDesk>().Issue(new KeyRequest(KeyKind.Token, "a test", "test", [Scopes.Admin, Scopes.Ops, Scopes.CasesDesk, Scopes.CasesCrew, Scopes.CasesAudit, Scopes.TrafficPlan, Scopes.TrafficControl])).Value.Secret;
        http = new HttpClient { BaseAddress = new Uri(city.Url) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        http.DefaultRequestHeaders.Accept.ParseAdd("text/html");
    }

    // What a resident says with an answer to the service's own question, and an alarm that becomes a case.
    async Task Cases()
    {
        var desk = city.Services.GetRequiredService<CaseDesk>();
        (await desk.Do(new Report { By = Actor.Resident, Source = MatterSource.Web, Service = "pothole", Lon = DemoMode.Lon, Lat = DemoMode.Lat, Said = new Said("有坑"), Answers = new Dictionary<string, string[]> { ["depth"] = ["deep"] } })).Ok.ShouldBeTrue();
        var twin = city.Services.GetRequiredService<TwinDesk>();
        var gauge = twin.OfType("", Names.Default("WaterObserved")).First();
        var level = new Attribute { Name = Names.Default("waterLevel"), Value = Value.Of(9), UnitCode = "MTR", ObservedAtUs = TimeProvider.System.NowUs() };
        (await twin.Write("", [new Observe(gauge.Id, gauge.Types[0], [level])])).ShouldAllBe(w => w.Ok);
        await Eventually.Until(() => desk.OpenCount > 1);
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await city.DisposeAsync();
        Directory.Delete(data, true);
    }

    [Fact]
    public async Task No_page_shows_a_reader_of_traditional_Chinese_simplified_characters()
    {
        List<string> found = [];
        await Walk("zh-Hant", (page, said) => { if (said.Any(Simplified.Contains)) found.Add($"{page}: {said}"); });
        found.ShouldBeEmpty();
    }

    [Theory, InlineData("zh-Hans"), InlineData("zh-Hant")]
    public async Task No_page_shows_a_reader_of_Chinese_English_words(string lang)
    {
        List<string> found = [];
        await Walk(lang, (page, said) =>
        {
            // What the twin holds of a case is a record of Open311, which speaks one language; the case's own page is elsewhere.
            if (page.Contains("Open311ServiceRequest", StringComparison.Ordinal) || said.StartsWith("http://localhost", StringComparison.Ordinal)) return;
            foreach (Match word in Word().Matches(said))
                if (!known.Contains(word.Value) && !IsId(word.Value)) found.Add($"{page}: {word.Value} in {said}");
        });
        found.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_alarms_words_and_an_answers_are_the_readers()
    {
        foreach (var (lang, alarm, answer) in ((string, string, string)[])[("en", "The river has reached the first alert level", "How deep is it? Deeper"), ("zh-Hans", "河水达到一级警戒水位", "有多深?"), ("zh-Hant", "河水達到一級警戒水位", "有多深?")])
        {
            (await Read($"/desk?lang={lang}")).ShouldContain(alarm);
            (await Read($"/desk/cases/2?lang={lang}")).ShouldContain(alarm);
            (await Read($"/cases/2?lang={lang}")).ShouldContain(alarm);
            (await Read($"/desk/cases/1?lang={lang}")).ShouldContain(answer);
        }
    }

    async Task<string> Read(string address) => WebUtility.HtmlDecode(await http.GetStringAsync(address, TestContext.Current.CancellationToken));

    /// <summary>Every kind of page a few times over; what is said on it, piece by piece.</summary>
    async Task Walk(string lang, Action<string, string> hear)
    {
        var walked = new Dictionary<string, int>();
        var seen = new HashSet<string>();
        var todo = new Queue<string>(["/", "/list", "/search?q=1", "/ops", "/journal", "/report", "/reported", "/service-levels", "/desk", "/desk/new", "/desk/duplicates", "/desk/model", "/desk/people", "/board", "/crew", "/score", "/frameworks", "/traffic", "/traffic/control", "/traffic/try", "/traffic/try/new", "/login", "/cases/1", "/cases/2", "/desk/cases/1", "/desk/cases/2", "/nowhere"]);
        while (todo.TryDequeue(out var address))
        {
            var kind = Kind(address);
            if (!seen.Add(address) || walked.GetValueOrDefault(kind) >= 3) continue;
            walked[kind] = walked.GetValueOrDefault(kind) + 1;
            var answer = await http.GetAsync($"{address}{(address.Contains('?') ? '&' : '?')}lang={lang}", TestContext.Current.CancellationToken);
            if (answer.Content.Headers.ContentType?.MediaType != "text/html") continue;
            ((int)answer.StatusCode).ShouldBeLessThan(500, address);
            var page = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            foreach (Match link in Link().Matches(page).Where(l => !l.Value.Contains("lang=", StringComparison.Ordinal))) todo.Enqueue(WebUtility.HtmlDecode(link.Groups[1].Value));
            foreach (var said in Said(page[page.IndexOf("<body", StringComparison.Ordinal)..])) hear(address, said);
        }
        walked.Count.ShouldBeGreaterThan(35);
    }

    // A road's or a case's own id: junction to junction, number and letters.
    static bool IsId(string word) => word.Any(char.IsAsciiDigit);

    static string Kind(string address)
    {
        var path = address.Split('?')[0];
        return Type().Match(WebUtility.UrlDecode(path)) is { Success: true } thing ? thing.Value : Part().Replace(path, "$1*");
    }

    // Code, scripts and what stands in another language by its own word (a framework's names, the languages' names) are not this reader's.
    static IEnumerable<string> Said(string page) =>
        Told().Matches(page).Select(m => m.Groups[1].Value).Concat(Tag().Split(Foreign().Replace(Hidden().Replace(page, " "), " "))).Select(s => WebUtility.HtmlDecode(s).Trim()).Where(s => s.Length > 0 && !Name().IsMatch(s));

    [GeneratedRegex("<(script|style|code|kbd|pre)\\b.*?</\\1>", RegexOptions.Singleline)]
    private static partial Regex Hidden();

    [GeneratedRegex("<(span|td|a)\\b[^>]*\\blang=\"[^\"]*\"[^>]*>[^<]*</\\1>")]
    private static partial Regex Foreign();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();

    [GeneratedRegex("(?:aria-label|title|placeholder|alt)=\"([^\"]*)\"")]
    private static partial Regex Told();

    [GeneratedRegex("<a\\b[^>]*\\bhref=\"(/[^\"#]*)\"")]
    private static partial Regex Link();

    [GeneratedRegex("^/things/urn:ngsi-ld:\\w+")]
    private static partial Regex Type();

    [GeneratedRegex("^(/(?:score|frameworks|board|cases|crew|traffic|traffic/wall|desk/cases|journal/entry|journal/tile)/).+")]
    private static partial Regex Part();

    [GeneratedRegex("[A-Za-z][A-Za-z0-9/.'’_-]*[A-Za-z0-9]")]
    private static partial Regex Word();

    /// <summary>A name in a system: a device's, a rule's, an indicator's, a junction's.</summary>
    [GeneratedRegex("^[A-Z]{2}(: [A-Z]+)+(: [0-9A-Z]+)?$|^[A-Za-z0-9._:-]*[0-9_:-][A-Za-z0-9._:-]*$")]
    private static partial Regex Name();
}
