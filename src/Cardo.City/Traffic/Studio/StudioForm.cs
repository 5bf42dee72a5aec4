using System.Globalization;
using Cardo.Kernel;
using Cardo.Traffic.Trying;
using Microsoft.AspNetCore.Http;

namespace Cardo.Traffic.Studio;

/// <summary>What somebody filled in to compose a change, as they wrote it, so that a fault gives it back.</summary>
public sealed record StudioForm
{
    /// <summary>Few enough that a first answer comes soon; a narrower interval takes more.</summary>
    public const string UsualSeeds = "3";

    public string Network { get; init; } = "";
    public string Name { get; init; } = "";

    /// <summary>Of today's trips, %.</summary>
    public string Percent { get; init; } = "100";
    public string Today { get; init; } = "fixed";
    public string Control { get; init; } = "fixed";
    public IReadOnlyList<string> Closed { get; init; } = [];

    /// <summary>Ids of closed roads, where a network has too many to list.</summary>
    public string ClosedToo { get; init; } = "";

    /// <summary>First and last road of a priority route; empty for none.</summary>
    public string From { get; init; } = "";
    public string To { get; init; } = "";

    /// <summary>Share of the cycle that the route's greens gain, %.</summary>
    public string Gain { get; init; } = "15";

    /// <summary>A change as YAML that the rest is added to.</summary>
    public string File { get; init; } = "";
    public string Seeds { get; init; } = UsualSeeds;

    /// <param name="file">what was uploaded; null for nothing</param>
    public static StudioForm Of(IFormCollection sent, string? file)
    {
        string Text(string name, int most = 200) => sent[name].ToString() is { } text && text.Length <= most ? text.Trim() : "";
        return new StudioForm
        {
            Network = Text("network"),
            Name = Text("name"),
            Percent = Text("percent"),
            Today = Text("today"),
            Control = Text("control"),
            Closed = [.. sent["closed"].OfType<string>().Where(c => c.Length is > 0 and <= 200).Distinct().Take(500)],
            ClosedToo = Text("closed_too", 4000),
            From = Text("from"),
            To = Text("to"),
            Gain = Text("gain"),
            File = file ?? Text("file_text", ReadChange.MaxBytes),
            Seeds = Text("seeds"),
        };
    }

    /// <summary>The change it describes. What the form says goes on top of what the file says.</summary>
    internal Outcome<(Change Change, int Seeds)> Read(StudioNetwork network)
    {
        if (!ReadChange.Parse(File).Try(out var change, out var refusal)) return refusal;
        if (!Number(Percent, out var percent) || percent is < 5 or > 500) return Refusal.Bad("percent-out-of-bounds", "Traffic is a number from 5 to 500 % of today's.");
        if (!Number(Gain, out var gain) || gain is < 0 or > 50) return Refusal.Bad("gain-out-of-bounds", "The greens of a priority route gain 0 to 50 % of the cycle.");
        if (!int.TryParse(Seeds, NumberStyles.None, CultureInfo.InvariantCulture, out var seeds) || seeds is < 1 or > TryRequest.MostSeeds) return Refusal.Bad("seeds-out-of-bounds", $"A try has 1 to {TryRequest.MostSeeds} seeds.");
        var closed = Closed.Concat(ClosedToo.Split([',', ' ', '\n', '\r', '\t', ';'], StringSplitOptions.RemoveEmptyEntries)).Distinct();
        change = change with
        {
            Name = Name.Length > 0 ? Name : change.Name,
            Demand = percent == 100 ? change.Demand : percent / 100,
            Today = Today == "adaptive" ? Today : change.Today,
            Control = Control == "adaptive" ? Control : change.Control,
            Closed = [.. change.Closed, .. closed.Where(c => change.Closed.All(k => k.Edge != c)).Select(c => new Closure(c, null, null))],
        };
        if (From.Length + To.Length > 0)
        {
            if (From.Length == 0 || To.Length == 0) return Refusal.Bad("route-half", "A priority route needs both its first road and its last.");
            if (FindWay.Between(network.Network, From, To) is not { } way) return Refusal.Bad("route-none", $"Nobody can drive from {From} to {To} in this network.");
            change = change with { Priorities = [.. change.Priorities, new Priority(way, gain / 100, null)] };
        }
        return change == Change.None || WriteChange.Text(change with { Name = "" }).Length == 0
            ? Refusal.Bad("change-none", "Nothing is different from today yet: change the traffic, the signals' control, close a road or give a file.") : (change, seeds);
    }

    static bool Number(string text, out double n) => double.TryParse(text.Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out n);
}
