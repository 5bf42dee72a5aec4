using Cardo.Cases.Clocks;
using Cardo.Kernel;

namespace Cardo.Cases.Board;

/// <summary>How one service stands.</summary>
/// <param name="Due">closed, or open and beyond their time: those of which it can be said whether they were on time</param>
/// <param name="MedianUs">Kaplan-Meier, open ones counted; null while fewer than half are done</param>
/// <param name="MeanUs">of closed ones alone; null for none</param>
public sealed record Level(string Service, int Reported, int Open, int Due, int OnTime, double? MedianUs, double? MeanUs);

/// <summary>How well cases find their department.</summary>
/// <param name="Auto">dispatched without a person, of <paramref name="All"/></param>
/// <param name="Right">closed by the department that got it first, of <paramref name="Judged"/> dispatched so</param>
public sealed record Dispatching(int All, int Auto, int Judged, int Right);

/// <summary>The figures of a span of time, counted from the board and kept for a moment.</summary>
internal sealed class Levels(CaseBoard board)
{
    const long KeptUs = 5 * Instants.SecondUs;

    readonly Lock sync = new();
    (long Version, long Days, long AtUs, IReadOnlyList<Level> Services, Dispatching Dispatching)? kept;

    public (IReadOnlyList<Level> Services, Dispatching Dispatching) Of(int days, long nowUs)
    {
        lock (sync)
        {
            if (kept is { } now && now.Days == days && now.Version == board.Version && nowUs - now.AtUs is >= 0 and < KeptUs) return (now.Services, now.Dispatching);
            var (services, dispatching) = Count(nowUs - days * Instants.DayUs, nowUs);
            kept = (board.Version, days, nowUs, services, dispatching);
            return (services, dispatching);
        }
    }

    sealed class Sum
    {
        public int Reported, Open, Due, OnTime, Closed;
        public double ClosedUs;
        public readonly List<(double Time, bool Done)> Times = [];
    }

    (IReadOnlyList<Level>, Dispatching) Count(long fromUs, long nowUs)
    {
        var sums = new Dictionary<ushort, Sum>();
        int all = 0, auto = 0, judged = 0, right = 0;
        board.Visit(openOnly: false, newestFirst: true, spot =>
        {
            // Of what another system imported the handling is not ours, and what was joined is counted where it went.
            if (spot.OpenedUs < fromUs || spot.Imported || spot.Status == CaseStatus.Joined) return true;
            var sum = sums.TryGetValue(spot.Service, out var known) ? known : sums[spot.Service] = new Sum();
            Add(sum, spot, nowUs);
            all++;
            if (spot.Auto != 2) return true;
            auto++;
            if (spot.Status != CaseStatus.Closed) return true;
            judged++;
            if (spot.FirstUnit == spot.Unit) right++;
            return true;
        });
        var total = new Sum();
        foreach (var sum in sums.Values)
        {
            total.Reported += sum.Reported;
            total.Open += sum.Open;
            total.Due += sum.Due;
            total.OnTime += sum.OnTime;
            total.Closed += sum.Closed;
            total.ClosedUs += sum.ClosedUs;
            total.Times.AddRange(sum.Times);
        }
        var levels = sums.Select(s => Make(board.Name(s.Key), s.Value)).OrderByDescending(l => l.Reported).Prepend(Make("", total)).ToList();
        return (levels, new Dispatching(all, auto, judged, right));
    }

    static void Add(Sum sum, Spot spot, long nowUs)
    {
        sum.Reported++;
        var endUs = spot.IsOpen ? nowUs : spot.ClosedUs;
        sum.Times.Add((endUs - spot.OpenedUs, !spot.IsOpen));
        if (spot.IsOpen) sum.Open++;
        else
        {
            sum.Closed++;
            sum.ClosedUs += endUs - spot.OpenedUs;
        }
        if (spot.DueUs == 0 || (spot.IsOpen && !spot.Late(nowUs))) return;
        sum.Due++;
        if (!spot.Late(nowUs)) sum.OnTime++;
    }

    static Level Make(string service, Sum sum) =>
        new(service, sum.Reported, sum.Open, sum.Due, sum.OnTime, KaplanMeier.Median(sum.Times), sum.Closed == 0 ? null : sum.ClosedUs / sum.Closed);
}
