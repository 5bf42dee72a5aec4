using Cardo.Cases;

namespace Cardo.Tests.Cases;

/// <summary>What anybody may take home and count again.</summary>
public sealed class PublicFilesTests
{
    static readonly CancellationToken Now = TestContext.Current.CancellationToken;

    static string[] Lines(string csv) => csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);

    [Fact]
    public async Task The_list_and_the_figures_are_tables_that_say_what_the_pages_say()
    {
        await using var city = await CasesCity.Start();
        var desk = city.Get<CaseDesk>();
        await desk.Do(CasesHouse.Dark(words: "=cmd|' /C calc'!A0, call 13800138000"));
        await desk.Do(CasesHouse.Dark(0.01, words: "A lamp, \"dark\""));
        await desk.Do(CasesHouse.Dark(0.02, words: "A boat lies across the path") with { Service = "other" });
        using var http = new HttpClient { BaseAddress = new Uri(city.Url) };
        http.DefaultRequestHeaders.Add("Accept-Language", "en");

        using var file = await http.GetAsync("/reported.csv", Now);
        (file.Content.Headers.ContentType!.ToString(), file.Content.Headers.ContentDisposition!.FileName).ShouldBe(("text/csv; charset=utf-8", "reported.csv"));
        var list = Lines(await file.Content.ReadAsStringAsync(Now));
        list.Length.ShouldBe(4);
        list[1].ShouldStartWith("3,other,");
        list[2].ShouldContain("\"A lamp, \"\"dark\"\"\"");
        // No formula for a spreadsheet to run, no number to call.
        list[3].ShouldContain("\"'=cmd|' /C calc'!A0, call […]\"");
        Lines(await http.GetStringAsync("/reported.csv?state=open&service=other", Now)).Length.ShouldBe(2);

        var levels = Lines(await http.GetStringAsync("/service-levels.csv?days=30", Now));
        levels[1].ShouldStartWith("all,,,3,3,0,0,,,,");
        levels.ShouldContain(l => l.StartsWith("service,street-light,Street light is out,2,2,", StringComparison.Ordinal));
        levels.ShouldContain(l => l.StartsWith("department,lighting,Street lighting,2,2,", StringComparison.Ordinal));
        // Two of three found their department without a person: Wilson's interval of 2/3 is 0.208 to 0.939 (z = 1.96).
        Lines(await http.GetStringAsync("/service-levels/dispatch.csv", Now))[1].ShouldBe("covered,Coverage: dispatched without a person,2,3,0.666667,0.20766,0.938508");

        foreach (var (page, link) in new[] { ("/reported?state=open", "/reported.csv?state=open"), ("/service-levels?days=365", "/service-levels.csv?days=365"), ("/service-levels", "/service-levels/dispatch.csv?days=90") })
            (await http.GetStringAsync(page, Now)).ShouldContain($"href=\"{link}\"");
        (await http.GetStringAsync("/service-levels/dispatch.csv?lang=zh-Hant", Now)).ShouldContain("不經人工即派案");
    }
}
