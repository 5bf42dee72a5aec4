using System.Globalization;
using System.Text.Json;
using Cardo.Indicators;

namespace Cardo.Tests.Indicators;

/// <summary>Did it work: published effects, reproduced.</summary>
public class EffectReferenceTests
{
    static IndexReport Ask(string yaml, params (string, string)[] files) => Asked.Told(new IndexDesk().Effect(Asked.Spec(yaml, files)));

    static string Mpdta(string more = "") => $"method: did\ndata: {{file: {Asked.Reference("did_mpdta/mpdta.csv")}, unit: countyreal, time: year, outcome: lemp, first-treated: first.treat{more}}}\n";

    [Fact]
    public void Minimum_wages_have_their_twelve_effects_and_errors()
    {
        using var expected = JsonDocument.Parse(File.ReadAllText(Asked.Reference("did_mpdta/expected_computed.json")));
        var never = expected.RootElement.GetProperty("never");
        var report = Ask(Mpdta());
        var effects = report.Table("group_time");
        effects.Rows.Count.ShouldBe(12);
        foreach (var e in never.GetProperty("att_gt").EnumerateArray())
        {
            var where = new (string, object)[] { ("group", e.GetProperty("group").GetDouble()), ("time", e.GetProperty("time").GetDouble()) };
            effects.Number("effect", where).ShouldBe(e.GetProperty("att").GetDouble(), 1e-9);
            effects.Number("se", where).ShouldBe(e.GetProperty("se_analytic").GetDouble(), .05 * e.GetProperty("se_analytic").GetDouble());
            effects.Number("band_low", where).ShouldBeLessThan(effects.Number("low", where));
        }
        var sums = never.GetProperty("aggregations");
        Near(report.Table("effects"), "summary", "simple", sums.GetProperty("simple"));
        foreach (var (name, table, column) in (ReadOnlySpan<(string, string, string)>)[("group", "by_group", "group"), ("calendar", "by_calendar", "calendar"), ("dynamic", "event_study", "exposure")])
        {
            Near(report.Table("effects"), "summary", name, sums.GetProperty(name).GetProperty("overall"));
            foreach (var by in sums.GetProperty(name).GetProperty("by").EnumerateObject()) Near(report.Table(table), column, double.Parse(by.Name, CultureInfo.InvariantCulture), by.Value);
        }
    }

    static void Near(ReportTable table, string column, object key, JsonElement expected)
    {
        table.Number("effect", (column, key)).ShouldBe(expected[0].GetDouble(), 1e-9, $"{table.Name} {key}");
        table.Number("se", (column, key)).ShouldBe(expected[1].GetDouble(), .05 * expected[1].GetDouble(), $"{table.Name} {key}");
    }

    [Fact]
    public void A_covariate_changes_effects_little_and_all_estimators_agree_there()
    {
        double[] Effects(string estimator) => [.. Ask(Mpdta(", covariates: [lpop]") + $"estimator: {estimator}\ncontrols: not-yet-treated\nbootstrap: 0\n").Table("group_time").Rows.Select(r => (double)r[2]!)];
        var (robust, regression, weighting) = (Effects("doubly-robust"), Effects("regression"), Effects("weighting"));
        robust.Length.ShouldBe(12);
        for (var i = 0; i < 12; i++)
        {
            robust[i].ShouldBe(regression[i], .01);
            robust[i].ShouldBe(weighting[i], .01);
        }
    }

    [Fact]
    public void The_Basque_country_is_mostly_Catalonia()
    {
        var importance = string.Join(", ", Asked.Csv("synth_basque/v_weights_balance.csv").Select(r => r["v"]));
        var report = Ask(Basque($"importance: [{importance}]\nplacebo: false\n"));
        report.Table("weights").Number("weight", ("donor", "10")).ShouldBe(.8508, .001);
        report.Table("weights").Number("weight", ("donor", "14")).ShouldBe(.1492, .001);
        report.Table("fit").Number("mspe_fitted", ("treated", "17")).ShouldBe(.008864629, 1e-5);
        foreach (var row in Asked.Csv("synth_basque/gdp_actual_synthetic.csv"))
            report.Table("path").Number("synthetic", ("time", Asked.D(row["year"]))).ShouldBe(Asked.D(row["synthetic"]), 1e-3);
    }

    internal static string Basque(string more) => $$"""
        method: synthetic-control
        data: {file: {{Asked.Reference("synth_basque/basque.csv")}}, unit: regionno, time: year, outcome: gdpcap, treated: 17, start: 1970, exclude: [1]}
        predictors: {file: {{Asked.Reference("synth_basque/X_matrix.csv")}}, name: predictor, treated: treated}
        fit: [1960, 1969]
        {{more}}
        """;

    [Fact]
    public void Affairs_are_censored_at_none()
    {
        var report = Ask($"method: tobit\ndata: {{file: {Asked.Reference("tobit_affairs/affairs.csv")}, outcome: affairs, covariates: [age, yearsmarried, religiousness, occupation, rating]}}\nlower: 0\n");
        foreach (var row in Asked.Csv("tobit_affairs/expected_left0.csv"))
        {
            var term = row["term"] switch { "(Intercept)" => "(constant)", "Log(scale)" => "log_scale", var t => t };
            report.Table("coefficients").Number("estimate", ("term", term)).ShouldBe(Asked.D(row["Estimate"]), 1e-6, term);
            report.Table("coefficients").Number("se", ("term", term)).ShouldBe(Asked.D(row["Std..Error"]), 1e-5, term);
        }
        report.Table("model").Number("log_likelihood", ("rows", 601)).ShouldBe(-705.5762, 1e-4);
        report.Table("model").Number("scale", ("rows", 601)).ShouldBe(8.24708, 1e-5);
    }

    [Fact]
    public void A_truncated_sample_gives_back_the_slope_it_was_made_with()
    {
        var chance = new Cardo.Indicators.Maths.Chance(3, 1);
        var lines = new List<string> { "y,x" };
        while (lines.Count < 4001)
        {
            var x = 2 * chance.Uniform();
            var y = .5 + 1.5 * x + chance.Normal();
            if (y > 1) lines.Add(string.Create(CultureInfo.InvariantCulture, $"{y:R},{x:R}"));
        }
        var report = Ask("method: truncated\ndata: {file: d.csv, outcome: y, covariates: [x]}\nlower: 1\n", ("d.csv", string.Join('\n', lines)));
        report.Table("coefficients").Number("estimate", ("term", "x")).ShouldBe(1.5, .15);
        report.Table("coefficients").Number("estimate", ("term", "(constant)")).ShouldBe(.5, .25);
    }

    [Theory]
    [InlineData("unit,t,y,g\na,1,1,0\na,2,2,0\nb,1,1,2\n", "\"b\" has no value at 2; the panel must be balanced")]
    [InlineData("unit,t,y,g\na,1,1,0\na,2,2,0\nb,1,1,0\nb,2,3,0\n", "no unit is treated at any time")]
    [InlineData("unit,t,y,g\na,1,1,2\na,2,2,2\nb,1,1,2\nb,2,3,2\n", "there are no units that are never treated")]
    [InlineData("unit,t,y,g\na,1,1,0\na,2,,0\nb,1,1,2\nb,2,3,2\n", "d.csv line 3, column y: a number is needed")]
    public void A_panel_without_an_answer_is_refused_with_its_reason(string csv, string said)
    {
        var refusal = new IndexDesk().Effect(Asked.Spec("method: did\ndata: {file: d.csv, unit: unit, time: t, outcome: y, first-treated: g}\n", ("d.csv", csv))).Refusal;
        string.Join('\n', [refusal.Message, .. refusal.Details ?? []]).ShouldContain(said);
    }
}
