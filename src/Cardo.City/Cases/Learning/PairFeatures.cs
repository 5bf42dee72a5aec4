using Cardo.Kernel;
using Cardo.Standards.GeoJson;

namespace Cardo.Cases.Learning;

/// <summary>
/// Two matters as numbers: how far apart in place and time, and what is the same. Distance and gap are cut into hats
/// (piecewise linear between knots), so that the score may fall in any shape; each again for matters of the same service.
/// </summary>
internal static class PairFeatures
{
    /// <summary>Metres; a pair further apart is as good as no pair.</summary>
    public const double MaxDistance_m = 400;

    /// <summary>Sixty days.</summary>
    public const double MaxGap_s = 60 * 86_400;

    public const int ServiceBuckets = 64;

    static readonly double[] distances_m = [0, 3, 12, 35, 90, 200, 400];
    static readonly double[] gaps_h = [0, 0.2, 1, 5, 24, 96, 336, 1440];

    const int Bias = 0, Far = 1, SameService = 2, SameSource = 3, Closed = 4, Words = 5, BothSaid = 6, SameAddress = 7, SameAsset = 8, OtherAsset = 9, Crowd = 10, Fixed = 11;

    public static int Count { get; } = Fixed + 2 * distances_m.Length + 2 * gaps_h.Length + ServiceBuckets;

    /// <summary>The names of the features, for the method's page and the model's file.</summary>
    public static IEnumerable<string> Names()
    {
        string[] plain = ["always", "no place", "same service", "same source", "earlier one closed before", "words in common", "both have words", "same address", "same asset", "another asset", "others nearby (log)"];
        foreach (var name in plain) yield return name;
        foreach (var which in new[] { "", "same service, " })
            foreach (var d in distances_m) yield return $"{which}{d} m";
        foreach (var which in new[] { "", "same service, " })
            foreach (var h in gaps_h) yield return $"{which}{h} h";
        for (var i = 0; i < ServiceBuckets; i++) yield return $"service {i}";
    }

    /// <param name="crowd">how many matters of the later one's service were reported around it in the window</param>
    public static void Fill(MatterSketch a, MatterSketch b, int crowd, WordPieces words, Span<float> x)
    {
        x.Clear();
        var (early, late) = a.AtUs <= b.AtUs ? (a, b) : (b, a);
        var same = a.Service.Length > 0 && a.Service == b.Service;
        x[Bias] = 1;
        x[SameService] = same ? 1 : 0;
        x[SameSource] = a.Source.Length > 0 && a.Source == b.Source ? 1 : 0;
        x[Closed] = early.ClosedUs < late.AtUs ? 1 : 0;
        x[SameAddress] = a.Address.Length > 0 && string.Equals(a.Address, b.Address, StringComparison.OrdinalIgnoreCase) ? 1 : 0;
        if (a.Asset.Length > 0 && b.Asset.Length > 0) x[a.Asset == b.Asset ? SameAsset : OtherAsset] = 1;
        if (a.Words.Length > 0 && b.Words.Length > 0) (x[Words], x[BothSaid]) = (words.Overlap(a.Words, b.Words), 1);
        x[Crowd] = MathF.Log(1 + crowd);
        if (Distance_m(a, b) is { } metres) Hats(distances_m, metres, x[Fixed..], same);
        else x[Far] = 1;
        Hats(gaps_h, (late.AtUs - early.AtUs) / (double)Instants.HourUs, x[(Fixed + 2 * distances_m.Length)..], same);
        if (same) x[Fixed + 2 * distances_m.Length + 2 * gaps_h.Length + (int)(Grams.Clue("service", late.Service) % ServiceBuckets)] = 1;
    }

    /// <summary>Metres on a sphere of the earth's mean radius (haversine), or null when one has no place.</summary>
    public static double? Distance_m(MatterSketch a, MatterSketch b)
    {
        if (a is not { Lon: { } lonA, Lat: { } latA } || b is not { Lon: { } lonB, Lat: { } latB }) return null;
        return Geodesy.Metres(lonA, latA, lonB, latB);
    }

    static void Hats(double[] knots, double value, Span<float> x, bool same)
    {
        var at = Math.Log(1 + Math.Clamp(value, 0, knots[^1]));
        for (var i = 0; i + 1 < knots.Length; i++)
        {
            var (from, to) = (Math.Log(1 + knots[i]), Math.Log(1 + knots[i + 1]));
            if (at > to) continue;
            var share = (float)((at - from) / (to - from));
            (x[i], x[i + 1]) = (1 - share, share);
            if (same) (x[knots.Length + i], x[knots.Length + i + 1]) = (1 - share, share);
            return;
        }
    }
}
