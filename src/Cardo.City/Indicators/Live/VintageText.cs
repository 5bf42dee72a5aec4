using System.Text.Json.Nodes;
using Cardo.Journal;
using Cardo.Kernel;

namespace Cardo.Indicators.Live;

/// <summary>Scores as they stand in the journal.</summary>
internal static class VintageText
{
    const string Index = "index";

    public static JsonObject Say(LiveScore score, string planHash, string period, long revises)
    {
        var lines = new JsonObject();
        foreach (var line in score.All)
        {
            var one = new JsonObject();
            if (double.IsNaN(line.Score)) one["withheld"] = line.Why.ToString(); else one["score"] = Rounded(line.Score);
            if (line.Value is { } value)
            {
                if (!double.IsNaN(value.Value)) one["value"] = Rounded(value.Value);
                (one["there"], one["asked"]) = (value.There, value.Asked);
                if (value.Imputed > 0) one["imputed"] = Rounded(value.Imputed);
            }
            lines[line.Item.Id.Length == 0 ? Index : line.Item.Id] = one;
        }
        var said = new JsonObject { ["at"] = Instants.Format(score.AtUs), ["plan_sha256"] = planHash, ["scores"] = lines };
        if (period.Length > 0) said["period"] = period;
        if (revises > 0) said["revises"] = revises;
        return said;
    }

    // What is published has six decimals; what is compared with it too.
    public static double Rounded(double v) => Math.Round(v, 6);

    public static Vintage? Read(RecordedEntry entry)
    {
        if (JsonNode.Parse(entry.Json) is not JsonObject root || Find(root) is not { } said || said["scores"] is not JsonObject scores) return null;
        Dictionary<string, double> Of(string what) => scores.Where(s => s.Value?[what] is not null).ToDictionary(s => s.Key == Index ? "" : s.Key, s => s.Value![what]!.GetValue<double>());
        var forUs = Instants.TryParse((string?)said["at"] ?? "", out var us) ? us : entry.AtUs;
        return new Vintage(entry.Index, entry.AtUs, forUs, (string?)said["period"] ?? "", said["revises"]?.GetValue<long>() ?? 0, (string?)said["plan_sha256"] ?? "", Of("score"), Of("value"));
    }

    // The journal wraps what was said; wherever it stands, it is the object with the scores.
    static JsonObject? Find(JsonObject at) =>
        at["scores"] is JsonObject ? at : at.Select(m => m.Value).OfType<JsonObject>().Select(Find).FirstOrDefault(s => s is not null);

    public static IReadOnlyList<VintageLine> Compare(Vintage vintage, LiveScore known) =>
        [.. known.All.Select(l => new VintageLine(l.Item, l.Depth, vintage.Scores.GetValueOrDefault(l.Item.Id, double.NaN), vintage.Values.GetValueOrDefault(l.Item.Id, double.NaN), Rounded(l.Score), Rounded(l.Value?.Value ?? double.NaN)))];
}
