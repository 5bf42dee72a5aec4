using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Cardo.Indicators.Live;
using Cardo.Kernel;

namespace Cardo.Indicators.Pages;

/// <summary>The score as files: every digit, nothing rounded.</summary>
internal static class ScoreFiles
{
    public static JsonNode? Number(double v) => double.IsFinite(v) ? JsonValue.Create(v) : null;

    static string? Moment(long? us) => us is { } at ? Instants.Format(at) : null;

    public static JsonObject Json(LiveScore score) => new()
    {
        ["title"] = score.Title.ToString(),
        ["at"] = Instants.Format(score.AtUs),
        ["least_coverage"] = score.Coverage,
        ["low"] = Number(score.Interval?.Low ?? double.NaN),
        ["high"] = Number(score.Interval?.High ?? double.NaN),
        ["peers"] = new JsonArray([.. (score.Interval is { Rank: > 0 } i ? i.Peers : []).Select(p => (JsonNode)new JsonObject { ["name"] = p.Name?.ToString(), ["score"] = Number(p.Score), ["low"] = Number(p.Low), ["high"] = Number(p.High), ["rank"] = p.Rank, ["rank_low"] = p.RankLow, ["rank_high"] = p.RankHigh })]),
        ["lines"] = new JsonArray([.. score.Lines.Select(l => (JsonNode)Line(l))]),
        ["beside"] = new JsonArray([.. score.Beside.Select(l => (JsonNode)Line(l))]),
    };

    static JsonObject Line(LiveLine l) => new()
    {
        ["id"] = l.Item.Id,
        ["parent"] = l.Item.Parent == "-" ? null : l.Item.Parent,
        ["name"] = l.Item.Name.ToString(),
        ["score"] = Number(l.Score),
        ["withheld"] = l.Why == Withheld.No ? null : l.Why.ToString(),
        ["share"] = Number(l.Share),
        ["effective"] = Number(l.Effective),
        ["value"] = Number(l.Value?.Value ?? double.NaN),
        ["unit"] = l.Item.Unit.ToString(),
        ["formula"] = l.Item.Formula is { } f ? Digits.Said(f) : null,
        ["gain_per_unit"] = Number(l.Gain),
        ["there"] = l.Value?.There,
        ["asked"] = l.Value?.Asked,
        ["coverage"] = Number(l.Coverage),
        ["imputed"] = Number(l.Imputed),
        ["oldest"] = Moment(l.OldestUs),
        ["newest"] = Moment(l.NewestUs),
    };

    public static JsonObject Json(Vintage v) => new()
    {
        ["entry"] = v.Entry,
        ["published"] = Instants.Format(v.AtUs),
        ["at"] = Instants.Format(v.ForUs),
        ["period"] = v.Period.Length > 0 ? v.Period : null,
        ["revises"] = v.Revises > 0 ? v.Revises : null,
        ["plan_sha256"] = v.Plan,
        ["scores"] = new JsonObject(v.Scores.Select(s => KeyValuePair.Create(s.Key.Length > 0 ? s.Key : "index", Number(s.Value)))),
        ["values"] = new JsonObject(v.Values.Select(s => KeyValuePair.Create(s.Key, Number(s.Value)))),
    };

    public static string Csv(LiveScore score)
    {
        var text = new StringBuilder("id,parent,name,unit,value,score,share,effective,gain_per_unit,there,asked,coverage,imputed,withheld,oldest,newest\n");
        foreach (var l in score.All)
            text.Append(string.Join(',', l.Item.Id, l.Item.Parent == "-" ? "" : l.Item.Parent, PanelCsv.Cell(l.Item.Name.ToString()), PanelCsv.Cell(l.Item.Unit.ToString()), Plain(l.Value?.Value), Plain(l.Score), Plain(l.Share), Plain(l.Effective), Plain(l.Gain),
                l.Value?.There.ToString(CultureInfo.InvariantCulture), l.Value?.Asked.ToString(CultureInfo.InvariantCulture), Plain(l.Coverage), Plain(l.Imputed), l.Why == Withheld.No ? "" : l.Why.ToString(), Moment(l.OldestUs), Moment(l.NewestUs))).Append('\n');
        return text.ToString();
    }

    public static string Rows(LiveValue value)
    {
        var text = new StringBuilder("row,value,text,observed,counted,carried\n");
        foreach (var r in value.Rows) text.Append(string.Join(',', PanelCsv.Cell(r.Entity), Plain(r.Value), PanelCsv.Cell(r.Text ?? ""), Moment(r.AtUs), r.Counted ? "1" : "0", r.Carried ? "1" : "0")).Append('\n');
        return text.ToString();
    }

    static string Plain(double? v) => v is { } d && double.IsFinite(d) ? d.ToString("R", CultureInfo.InvariantCulture) : "";
}
