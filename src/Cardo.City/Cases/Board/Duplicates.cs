using Cardo.Cases.Learning;
using Cardo.Kernel;

namespace Cardo.Cases.Board;

/// <summary>A case that may be about the same thing.</summary>
/// <param name="Score">how alike, 0 to 1; from one half on it is called likely</param>
public sealed record Likely(long Number, double Score, double DistanceM);

/// <summary>Open cases that something may be about: scored by place, time, words, service, source, address and asset as staff taught it.</summary>
internal static class Duplicates
{
    /// <summary>From here on they are told.</summary>
    public const double Least = 0.5;

    const int MostScored = 60;
    const double CrowdM = 150;

    /// <summary>The likeliest open cases of before, likeliest first.</summary>
    public static IReadOnlyList<Likely> Find(CaseDesk desk, MatterSketch matter, long except = 0, int most = 5)
    {
        var (near, crowd) = Around(desk.Board, matter, except);
        return near.Count == 0 ? [] : Score(desk, matter, near, crowd, desk.Sketched.Read([.. near.Select(n => n.Number)]), most);
    }

    /// <summary>Open cases within reach, the nearest so many; and how many of the service were reported around there lately, done ones too.</summary>
    public static (IReadOnlyList<Likely> Near, int Crowd) Around(CaseBoard board, MatterSketch matter, long except)
    {
        if (matter is not { Lon: { } lon, Lat: { } lat }) return ([], 0);
        var service = board.NumberOf(matter.Service);
        var found = board.Near(lon, lat, PairFeatures.MaxDistance_m, s => s.Number != except && s.Status != CaseStatus.Joined && s.OpenedUs <= matter.AtUs, matter.AtUs - (long)(PairFeatures.MaxGap_s * Instants.SecondUs))
            .Select(s => (Spot: s, Metres: Metres.Between(lon, lat, s.Lon, s.Lat))).ToList();
        var near = found.Where(f => f.Spot.IsOpen).OrderBy(f => f.Metres).ThenByDescending(f => f.Spot.OpenedUs).Take(MostScored).Select(f => new Likely(f.Spot.Number, 0, f.Metres));
        return ([.. near], found.Count(f => f.Metres < CrowdM && f.Spot.Service == service));
    }

    public static IReadOnlyList<Likely> Score(CaseDesk desk, MatterSketch matter, IReadOnlyList<Likely> near, int crowd, IReadOnlyDictionary<long, MatterSketch> sketches, int most) =>
        [.. near.Where(n => sketches.ContainsKey(n.Number)).Select(n => n with { Score = desk.Alike.Likeness(desk.Alike.Score(sketches[n.Number], matter, crowd, desk.Sketched.Words)) })
            .Where(l => l.Score >= Least).OrderByDescending(l => l.Score).ThenBy(l => l.Number).Take(most)];
}
