namespace Cardo.Cases.Board;

/// <summary>A case that may be about the same thing.</summary>
/// <param name="Score">0 to 1</param>
public sealed record Likely(long Number, double Score, double DistanceM);

/// <summary>Open cases nearby that a new report may be about: by place, time, service and asset.</summary>
internal static class Duplicates
{
    const double MostM = 400, LeastScore = 0.35;
    const double TimeScaleDays = 14;

    public static IReadOnlyList<Likely> Find(CaseBoard board, double lon, double lat, string service, double nearM, long nowUs, long except = 0, int most = 5)
    {
        var code = board.NumberOf(service);
        var reach = Math.Min(MostM, nearM * 3);
        return [.. board.Near(lon, lat, reach, s => s.IsOpen && s.Number != except).Select(s =>
        {
            var metres = Metres.Between(lon, lat, s.Lon, s.Lat);
            var days = Math.Max(0, nowUs - s.OpenedUs) / (double)Cardo.Kernel.Instants.DayUs;
            var score = Math.Exp(-metres / nearM) * (0.4 + 0.6 * Math.Exp(-days / TimeScaleDays)) * (s.Service == code ? 1 : 0.45);
            return new Likely(s.Number, score, metres);
        }).Where(l => l.Score >= LeastScore).OrderByDescending(l => l.Score).Take(most)];
    }
}
