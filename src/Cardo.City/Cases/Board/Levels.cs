using Cardo.Cases.Clocks;
using Cardo.Cases.Learning;
using Cardo.Kernel;

namespace Cardo.Cases.Board;

/// <summary>How one service or department stands.</summary>
/// <param name="Name">its code; empty for all together</param>
/// <param name="Due">closed, or open and beyond their time: those of which it can be said whether they were on time</param>
/// <param name="MedianUs">Kaplan-Meier, open ones counted; null while fewer than half are done</param>
/// <param name="MeanUs">of closed ones alone; null for none</param>
public sealed record Level(string Name, int Reported, int Open, int Due, int OnTime, double? MedianUs, double? MeanUs);

/// <summary>How well cases find their department.</summary>
/// <param name="Auto">dispatched without a person, of <paramref name="All"/></param>
/// <param name="Right">closed by the department that got it first, of <paramref name="Judged"/> dispatched so</param>
public sealed record Dispatching(int All, int Auto, int Judged, int Right);

/// <summary>All that is published of a span of time.</summary>
/// <param name="Still">share still open after a time in microseconds (Kaplan-Meier), from 1 at 0 on, never rising</param>
/// <param name="Imported">cases of another system in that time, which are not counted</param>
public sealed record Figures(Level All, IReadOnlyList<Level> Services, IReadOnlyList<Level> Departments, Dispatching Dispatching, IReadOnlyList<(double Us, double Share)> Still, int Imported);

/// <summary>The figures of a span of time, counted from the board and kept for a moment.</summary>
/// <param name="department">the department of a unit</param>
internal sealed class Levels(CaseBoard board, Func<string, string> department)
{
    const long KeptUs = 5 * Instants.SecondUs;

    readonly Lock sync = new();
    (long Version, long Days, long AtUs, Figures Figures)? kept;

    public Figures Of(int days, long nowUs)
    {
        lock (sync)
        {
            if (kept is { } now && now.Days == days && now.Version == board.Version && nowUs - now.AtUs is >= 0 and < KeptUs) return now.Figures;
            var figures = Count(nowUs - days * Instants.DayUs, nowUs);
            kept = (board.Version, days, nowUs, figures);
            return figures;
        }
    }

    sealed class Sum
    {
        public int Reported, Open, Due, OnTime, Closed;
        public double ClosedUs;
        public readonly List<(double Time, bool Done)> Times = [];

        public static Sum Of(IEnumerable<Sum> parts)
        {
            var whole = new Sum();
            foreach (var part in parts)
            {
                whole.Reported += part.Reported;
                whole.Open += part.Open;
                whole.Due += part.Due;
                whole.OnTime += part.OnTime;
                whole.Closed += part.Closed;
                whole.ClosedUs += part.ClosedUs;
                whole.Times.AddRange(part.Times);
            }
            return whole;
        }
    }

    Figures Count(long fromUs, long nowUs)
    {
        var services = new Dictionary<ushort, Sum>();
        var units = new Dictionary<ushort, Sum>();
        var total = new Sum();
        int all = 0, auto = 0, judged = 0, right = 0, imported = 0;
        board.Visit(openOnly: false, newestFirst: true, spot =>
        {
            // What was joined is counted where it went, and of what another system imported the handling is not ours.
            if (spot.OpenedUs < fromUs || spot.Status == CaseStatus.Joined) return true;
            if (spot.Imported)
            {
                imported++;
                return true;
            }
            Add(services.TryGetValue(spot.Service, out var service) ? service : services[spot.Service] = new Sum(), spot, nowUs);
            Add(units.TryGetValue(spot.Unit, out var unit) ? unit : units[spot.Unit] = new Sum(), spot, nowUs);
            Add(total, spot, nowUs);
            all++;
            if (spot.Auto != 2) return true;
            auto++;
            if (spot.Status != CaseStatus.Closed) return true;
            judged++;
            if (spot.FirstUnit == spot.Unit) right++;
            return true;
        });
        var departments = units.GroupBy(u => u.Key == 0 ? "" : department(board.Name(u.Key))).Where(g => g.Key.Length > 0).Select(g => Make(g.Key, Sum.Of(g.Select(u => u.Value))));
        return new Figures(Make("", total), Order(services.Select(s => Make(board.Name(s.Key), s.Value))), Order(departments), new Dispatching(all, auto, judged, right), KaplanMeier.Curve(total.Times), imported);
    }

    static List<Level> Order(IEnumerable<Level> levels) => [.. levels.OrderByDescending(l => l.Reported).ThenBy(l => l.Name, StringComparer.Ordinal)];

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

    static Level Make(string name, Sum sum) =>
        new(name, sum.Reported, sum.Open, sum.Due, sum.OnTime, Measures.KaplanMeierMedian(sum.Times), sum.Closed == 0 ? null : sum.ClosedUs / sum.Closed);
}
