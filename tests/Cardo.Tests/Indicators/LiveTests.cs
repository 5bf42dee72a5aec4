using Cardo.Cases;
using Cardo.Indicators;
using Cardo.Indicators.Live;
using Cardo.Indicators.Maths;
using Cardo.Journal;
using Cardo.Kernel;
using Cardo.Server;
using Cardo.Standards.NgsiLd;
using Cardo.Tests.Support;
using Cardo.Twin;
using Microsoft.Extensions.DependencyInjection;
using Attribute = Cardo.Standards.NgsiLd.Attribute;

namespace Cardo.Tests.Indicators;

/// <summary>A score that lives with the city: what it reads, what it computes again, and what it publishes.</summary>
public sealed class LiveTests : IAsyncLifetime
{
    const string Plan = """
        title: T
        coverage: 0.3
        publish: monthly
        indicators:
          - id: air
            name: Air
            children:
              - {id: dust, name: Dust, unit: ug, direction: -1, min: 0, max: 100, formula: {median: pm25, of: AirQualityObserved, within_h: 3, carry_h: 48}}
              - {id: week, name: Dust of a week, unit: ug, direction: -1, min: 0, max: 100, formula: {mean: pm25, of: AirQualityObserved, over_d: 7}}
          - {id: quiet, name: Quiet, unit: "%", min: 0, max: 100, formula: {share: LAeq, of: NoiseLevelObserved, below: 60, within_h: 3}}
          - {id: cases, name: Open cases, unit: cases, direction: -1, min: 0, max: 10, formula: {count: open, cases: all}}
          - {id: trees, name: Trees, unit: trees, min: 0, max: 1000, formula: {latest: trees, file: parks.csv, period: year, where: {park: East}}}
        beside:
          - {id: felt, name: Felt, unit: "%", min: 0, max: 100, perceives: dust, formula: {share: air, survey: survey.csv, above: 3}}
        """;

    readonly string folder = Directory.CreateTempSubdirectory("cardo-live-").FullName;
    readonly HandClock clock = new(new DateTimeOffset(2026, 5, 1, 8, 0, 0, TimeSpan.Zero));
    CityApp app = null!;
    Settings settings = null!;
    TwinDesk twin = null!;
    ScoreDesk desk = null!;
    News.Subscription<EntitiesChanged> news = null!;

    public async ValueTask InitializeAsync()
    {
        var city = Path.Combine(folder, "city");
        Directory.CreateDirectory(Path.Combine(city, "indicators"));
        SmallCases.Profile(city);
        settings = new Settings(new Dictionary<string, string>()) { DataDir = Path.Combine(folder, "data"), Store = "sqlite:", Port = 0, MqttPort = 0, CityDir = city };
        // The city itself publishes nothing by itself here, so that a test sees what its own desk does.
        File.WriteAllText(File_("score.yaml"), Plan.Replace("publish: monthly", "publish: never", StringComparison.Ordinal));
        File.WriteAllText(File_("parks.csv"), "park,year,trees\nEast,2024,400\nEast,2025,500\nWest,2025,900\n");
        File.WriteAllText(File_("survey.csv"), "question,answer,at\nair,4,2026-04-01\nair,2,2026-04-02\nair,5,2026-04-03\nair,,2026-04-03\n");
        app = CityApp.Build(settings, clock).Value;
        await app.Start(TestContext.Current.CancellationToken);
        twin = app.Services.GetRequiredService<TwinDesk>();
        File.WriteAllText(File_("score.yaml"), Plan);
        desk = New();
        news = app.Services.GetRequiredService<News>().Hear<EntitiesChanged>("test");
        desk.Listen();
    }

    public async ValueTask DisposeAsync()
    {
        news.Dispose();
        await app.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    string File_(string name) => Path.Combine(folder, "city", "indicators", name);

    // A desk that never heard anything reads everything anew.
    ScoreDesk New() => new(twin, app.Services.GetRequiredService<JournalDesk>(), clock, settings, app.Services.GetRequiredService<CaseDesk>());

    async Task Say(string type, string id, string attribute, double value, long? atUs = null)
    {
        var name = $"urn:ngsi-ld:{type}:{id}";
        var reading = new Attribute { Name = Names.Default(attribute), Value = Value.Of(value), ObservedAtUs = atUs ?? clock.NowUs() };
        (await twin.Write("", new Observe(name, Names.Default(type), [reading]))).Ok.ShouldBeTrue();
        EntitiesChanged piece;
        do
        {
            piece = await news.Reader.ReadAsync(TestContext.Current.CancellationToken);
            desk.Heard(piece);
        }
        while (!piece.Changes.Any(c => c.Id == name));
    }

    LiveScore Again()
    {
        clock.Advance(ScoreDesk.Rest);
        return desk.Now()!;
    }

    static void Same(LiveScore a, LiveScore b)
    {
        a.All.Count().ShouldBe(b.All.Count());
        foreach (var (x, y) in a.All.Zip(b.All))
            foreach (var (p, q) in (ReadOnlySpan<(double, double)>)[(x.Score, y.Score), (x.Gain, y.Gain), (x.Coverage, y.Coverage), (x.Imputed, y.Imputed), (x.Value?.Value ?? 0, y.Value?.Value ?? 0), (a.Interval?.Low ?? 0, b.Interval?.Low ?? 0)])
                BitConverter.DoubleToInt64Bits(p).ShouldBe(BitConverter.DoubleToInt64Bits(q), x.Item.Id);
    }

    [Fact]
    public async Task A_reading_computes_again_what_reads_it_and_comes_to_what_everything_anew_comes_to()
    {
        var chance = new Chance(3, 3);
        Again();
        for (var i = 0; i < 60; i++)
        {
            var before = desk.Computed;
            var noise = chance.Below(2) == 0;
            await Say(noise ? "NoiseLevelObserved" : "AirQualityObserved", $"{chance.Below(6)}", noise ? "LAeq" : "pm25", 20 + 80 * chance.Uniform());
            // whole minutes apart at the start of each, so that what slides with time stays out of this
            var minute = clock.GetUtcNow().Second < 40;
            if (!minute) clock.Advance(TimeSpan.FromSeconds(60 - clock.GetUtcNow().Second));
            var score = Again();
            Same(score, New().Now()!);
            if (minute && noise) (desk.Computed - before).ShouldBe(1);
        }
        clock.Advance(TimeSpan.FromHours(2.9));
        Same(Again(), New().Now()!);
        clock.Advance(TimeSpan.FromHours(.2));
        Same(Again(), New().Now()!);
        desk.Now()!.Find("dust")!.Imputed.ShouldBe(1);
        clock.Advance(TimeSpan.FromHours(46));
        Same(Again(), New().Now()!);
        desk.Now()!.Find("dust")!.Why.ShouldBe(Withheld.NothingMeasured);
    }

    [Fact]
    public async Task Formulas_read_history_cases_surveys_and_files()
    {
        var now = clock.NowUs();
        await Say("AirQualityObserved", "1", "pm25", 10, now - 3 * Instants.DayUs);
        await Say("AirQualityObserved", "1", "pm25", 20, now - Instants.DayUs);
        await Say("AirQualityObserved", "1", "pm25", 30, now - Instants.HourUs);
        await Say("AirQualityObserved", "1", "pm25", 1000, now - 8 * Instants.DayUs);
        var cases = app.Services.GetRequiredService<CaseDesk>();
        await SmallCases.Seed(cases, now);
        clock.Advance(TimeSpan.FromMinutes(1));
        var score = New().Now()!;
        score.Find("week")!.Value!.Value.ShouldBe(20, 1e-9);
        score.Find("dust")!.Value!.Value.ShouldBe(30);
        score.Find("cases")!.Value!.Value.ShouldBe(4);
        score.Find("cases")!.Value!.Rows.ShouldContain(r => r.Link == "/cases/5" && r.Value == 0);
        score.Find("trees")!.Value!.Value.ShouldBe(500);
        score.Find("felt")!.Value!.Value.ShouldBe(200 / 3.0, 1e-9);
        (score.Find("felt")!.Value!.There, score.Find("felt")!.Value!.Asked).ShouldBe((3, 4));
        score.Pairs.ShouldHaveSingleItem().Measured.Item.Id.ShouldBe("dust");
        score.Whole.Coverage.ShouldBeGreaterThan(.7);
        // beside the score, felt is no part of it
        desk.WhatIf("felt", 0)!.Value.Whole.ShouldBe(desk.Now()!.Whole.Score, 1e-12);
    }

    [Fact]
    public async Task What_if_is_what_comes_when_it_is_so()
    {
        await Say("AirQualityObserved", "1", "pm25", 30);
        await Say("NoiseLevelObserved", "1", "LAeq", 30);
        var score = Again();
        var then = desk.WhatIf("dust", 29)!.Value;
        (then.Whole - score.Whole.Score).ShouldBe(score.Find("dust")!.Gain, 1e-12);
        desk.Now()!.Whole.Score.ShouldBe(score.Whole.Score);
        desk.WhatIf("nothing", 1).ShouldBeNull();
        await Say("AirQualityObserved", "1", "pm25", 29);
        desk.WhatIf("week", desk.Now()!.Find("week")!.Value!.Value).ShouldNotBeNull();
        var now = Again();
        now.Find("dust")!.Score.ShouldBe(then.Own, 1e-12);
    }

    [Fact]
    public async Task A_fault_in_a_file_is_named_and_only_what_reads_it_is_withheld()
    {
        await Say("AirQualityObserved", "1", "pm25", 30);
        await Say("NoiseLevelObserved", "1", "LAeq", 30);
        Again().Find("trees")!.Score.ShouldBe(50);
        File.WriteAllText(File_("parks.csv"), "park,year,trees\nEast,2024,400\nEast,soon,many\n");
        var score = Again();
        score.Find("trees")!.Why.ShouldBe(Withheld.NothingMeasured);
        double.IsNaN(score.Whole.Score).ShouldBeFalse();
        desk.FileFaults.ShouldContain("parks.csv line 3, column year: \"soon\" is no year, month, day or moment.");
        File.WriteAllText(File_("parks.csv"), "park,year,shrubs\nEast,2024,400\n");
        Again();
        desk.FileFaults.ShouldContain(f => f.StartsWith("parks.csv line 1: column \"trees\" is missing", StringComparison.Ordinal));
        File.WriteAllText(File_("parks.csv"), "park,year,trees\nEast,2025,700\n");
        Again().Find("trees")!.Score.ShouldBe(70);
        desk.FileFaults.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_month_is_published_once_and_late_data_make_a_new_vintage_that_says_so()
    {
        var april = new DateTimeOffset(2026, 4, 30, 9, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds() * 1000;
        await Say("AirQualityObserved", "1", "pm25", 30, april + 14 * Instants.HourUs);
        await Say("NoiseLevelObserved", "1", "LAeq", 30, april + 14 * Instants.HourUs);
        var first = await desk.Keep();
        first.ShouldNotBeNull();
        var vintage = desk.Vintages().ShouldHaveSingleItem();
        (vintage.Period, vintage.Revises, vintage.Values["dust"]).ShouldBe(("2026-04", 0, 30.0));
        (await desk.Keep()).ShouldBeNull();
        // a reading of May changes nothing about April
        await Say("AirQualityObserved", "1", "pm25", 90);
        (await desk.Keep()).ShouldBeNull();
        await Say("AirQualityObserved", "2", "pm25", 50, april + 14 * Instants.HourUs);
        var compared = desk.Compare(vintage)!;
        compared.Single(l => l.Item.Id == "dust").ShouldSatisfyAllConditions(l => l.Differs.ShouldBeTrue(), l => l.ThenValue.ShouldBe(30), l => l.KnownValue.ShouldBe(40));
        var second = await desk.Keep();
        var newest = desk.Vintages()[0];
        (newest.Entry, newest.Revises, newest.Period).ShouldBe((second!.Value, first.Value, "2026-04"));
        desk.Vintages().Single(v => v.Entry == first).Scores.ShouldBe(vintage.Scores);
        desk.Compare(newest)!.ShouldAllBe(l => !l.Differs);
        using var client = new HttpClient { BaseAddress = new Uri(app.Url) };
        var page = await client.GetStringAsync($"/score/vintages/{first}?lang=en", TestContext.Current.CancellationToken);
        page.ShouldContain("Data that came later would change");
        (await client.GetStringAsync("/score?lang=en", TestContext.Current.CancellationToken)).ShouldContain($"revises entry {first}");
        clock.MoveTo(new DateTimeOffset(2026, 6, 1, 8, 0, 0, TimeSpan.Zero));
        // May has nothing recent enough at its end, so it is withheld and not published
        await desk.Keep();
        desk.Vintages().ShouldAllBe(v => v.Period == "2026-04" || !double.IsNaN(v.Scores[""]));
    }

    [Theory]
    [InlineData("Daily", "2026-04-30")]
    [InlineData("Weekly", "2026-W17")]
    [InlineData("Monthly", "2026-04")]
    [InlineData("Quarterly", "2026-Q1")]
    [InlineData("Yearly", "2025")]
    public void Periods_are_those_of_the_citys_calendar(string publish, string name)
    {
        var by = Enum.Parse<Publishing>(publish);
        var span = Spans.Last(by, clock.NowUs(), TimeZoneInfo.FindSystemTimeZoneById("Asia/Taipei"));
        span.Name.ShouldBe(name);
        Spans.Between(by, span.StartUs, span.EndUs, TimeZoneInfo.FindSystemTimeZoneById("Asia/Taipei"), 10).ShouldBe([span]);
    }

    [Fact]
    public async Task A_panel_of_the_city_s_own_history_tells_an_effect()
    {
        // Twelve stations over four months; in March a street is closed beside four of them, and 5 of their dust are gone.
        for (var month = 1; month <= 4; month++)
            for (var station = 0; station < 12; station++)
                foreach (var day in (int[])[5, 20])
                {
                    var at = new DateTimeOffset(2026, month, day, 12, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds() * 1000;
                    await Say("AirQualityObserved", $"s{station}", "pm25", 20 + station + 2 * month + (day == 5 ? 1 : -1) - (station < 4 && month >= 3 ? 5 : 0) + .1 * (station * month % 3), at);
                }
        using var client = new HttpClient();
        var panel = await client.GetStringAsync($"{app.Url}/score/panel.csv?type=AirQualityObserved&attribute=pm25&by=month", TestContext.Current.CancellationToken);
        var began = string.Join(", ", Enumerable.Range(0, 4).Select(s => $"urn:ngsi-ld:AirQualityObserved:s{s}: 2026-03"));
        var report = Asked.Told(new IndexDesk().Effect(Asked.Spec($"method: did\ndata: {{file: panel.csv, unit: unit, time: period, outcome: value, drop-incomplete: true, first-treated: {{{began}}}}}\nbootstrap: 0\n", ("panel.csv", panel))));
        foreach (var month in (string[])["2026-03", "2026-04"]) report.Table("group_time").Number("effect", ("group", "2026-03"), ("time", month)).ShouldBe(-5, .2);
        report.Table("group_time").Number("effect", ("group", "2026-03"), ("time", "2026-02")).ShouldBe(0, .2);
        var twin = Asked.Told(new IndexDesk().Effect(Asked.Spec("method: synthetic-control\ndata: {file: panel.csv, unit: unit, time: period, outcome: value, treated: \"urn:ngsi-ld:AirQualityObserved:s3\", start: 2026-03, exclude: [\"urn:ngsi-ld:AirQualityObserved:s0\", \"urn:ngsi-ld:AirQualityObserved:s1\", \"urn:ngsi-ld:AirQualityObserved:s2\"]}\n", ("panel.csv", panel))));
        twin.Table("path").Number("gap", ("time", "2026-04")).ShouldBe(-5, 1.5);
    }

    [Theory]
    [InlineData("{median: size, cases: all}", "of cases there are: hours")]
    [InlineData("{share: hours, cases: all}", "hours have a mean and a median")]
    [InlineData("{fresh: x, survey: s.csv}", "only entities are fresh")]
    [InlineData("{latest: x, file: f.csv}", "the latest is that of a file with a period")]
    [InlineData("{mean: x, file: f.csv, over_h: 3}", "over_h and carry_h are for the history of entities")]
    [InlineData("{mean: x, of: T, within_h: 3, carry_h: 2}", "carrying forward goes beyond within_h")]
    [InlineData("{mean: x, of: T, where: {a: b}}", "where is for files and surveys")]
    public void A_formula_that_makes_no_sense_is_refused(string formula, string said)
    {
        var faults = new Cardo.Indicators.Files.Faults();
        ReadScore.Read(Asked.Spec($"title: T\nindicators: [{{id: a, name: A, unit: x, min: 0, max: 1, formula: {formula}}}]\n"), faults);
        faults.All.ShouldContain(f => f.Contains(said, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{en: Air, zh-Hant: 空氣}", "空氣", "空氣")]
    [InlineData("{en: Air, zh-Hans: 空气}", "空气", "空气")]
    [InlineData("{en: Air, zh-Hans: 空气, zh-Hant: 空氣}", "空气", "空氣")]
    [InlineData("Air", "Air", "Air")]
    public void A_city_names_its_indicators_and_units_in_one_script_or_both(string name, string hans, string hant)
    {
        var faults = new Cardo.Indicators.Files.Faults();
        var plan = ReadScore.Read(Asked.Spec($"title: T\nindicators: [{{id: a, name: {name}, unit: {name}, min: 0, max: 1, formula: {{count: T}}}}]\n"), faults);
        faults.All.ShouldBeEmpty();
        var item = plan!.Items.Single(i => i.Id == "a");
        foreach (var said in (Cardo.Ui.LocalText[])[item.Name, item.Unit]) (said.In("en"), said.In("zh-Hans"), said.In("zh-Hant")).ShouldBe(("Air", hans, hant));
    }

    [Fact]
    public void Peers_are_named_in_the_readers_language_where_the_file_does()
    {
        var faults = new Cardo.Indicators.Files.Faults();
        var plan = ReadScore.Read(Asked.Spec("title: T\npeers: peers.csv\nindicators: [{id: a, name: A, unit: x, min: 0, max: 1, formula: {count: T}}]\n", ("peers.csv", "city,city_zh-Hans,city_zh-Hant,a\nSouth Brook,南溪镇,南溪鎮,1\nWest Hill,,,1\n")), faults);
        faults.All.ShouldBeEmpty();
        plan!.Peers.Select(p => p.Name.In("zh-Hant")).ShouldBe(["南溪鎮", "West Hill"]);
        plan.Peers[0].Name.In("en").ShouldBe("South Brook");
    }

    [Fact]
    public void Peers_and_the_other_side_of_an_indicator_are_checked()
    {
        var faults = new Cardo.Indicators.Files.Faults();
        ReadScore.Read(Asked.Spec("title: T\npeers: peers.csv\nindicators: [{id: a, name: A, unit: x, min: 0, max: 1, perceives: z, formula: {count: T}}]\n", ("peers.csv", "city,a,b\nX,1,much\n")), faults);
        faults.All.ShouldContain("peers.csv: column \"b\" is no indicator of spec.yaml.");
        faults.All.ShouldContain(f => f.Contains("perceives \"z\"", StringComparison.Ordinal));
    }
}
