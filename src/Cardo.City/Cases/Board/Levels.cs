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
/// <param name="Checks">automatic decisions drawn by chance and looked at by a person, of <paramref name="Drawn"/></param>
/// <param name="ChecksRight">of these, sent where the person would have sent them: the figure nobody's habits bend</param>
/// <param name="Asked">cases that neither a rule nor the catalogue decided: the model was asked</param>
/// <param name="Sure">of these, dispatched by the model itself</param>
/// <param name="Told">asked, and their answer came later: what the model said stands from before</param>
/// <param name="ToldRight">of these, it had named the right department</param>
/// <param name="SureTold">of those it dispatched itself, the ones whose answer came</param>
public sealed record Dispatching(int All, int Auto, int Judged, int Right, int Drawn, int Checks, int ChecksRight, int Asked, int Sure, int Told, int ToldRight, int SureTold, int SureRight)
{
    /// <summary>The published shares by their names: what is told of them, and of how many.</summary>
    public IReadOnlyList<(string Key, int Part, int Whole)> Shares =>
    [
        ("covered", Auto, All),
        ("right", Right, Judged),
        ("checked", ChecksRight, Checks),
        ("model.covered", Sure, Asked),
        ("model.sure", SureRight, SureTold),
        ("model.told", ToldRight, Told),
    ];
}

/// <summary>All that is published of a span of time.</summary>
/// <param name="Still">share still open after a time in microseconds (Kaplan-Meier), from 1 at 0 on, never rising</param>
/// <param name="Imported">cases of another system in that time, which are not counted</param>
public sealed record Figures(Level All, IReadOnlyList<Level> Services, IReadOnlyList<Level> Departments, Dispatching Dispatching, IReadOnlyList<(double Us, double Share)> Still, int Imported);

/// <summary>
/// The figures of a span of time, counted from the board. A small city's are counted again after each change; counting those of a
/// hundred thousand cases takes longer, and they are kept for twenty times as long as that, a minute at most: a twentieth of a processor is enough for figures.
/// </summary>
/// <param name="department">the department of a unit</param>
internal sealed class Levels(CaseBoard board, Func<string, string> department)
{
    const long KeptUs = 5 * Instants.SecondUs;
    const int Longer = 20, ManyCases = 100_000;
    static readonly TimeSpan most = TimeSpan.FromMinutes(1);

    sealed record Kept(long Version, long NowUs, long Counted, TimeSpan Took, Figures Figures);

    readonly Lock sync = new();
    readonly Dictionary<int, Kept> kept = [];

    /// <param name="days">one of the few spans that a page offers</param>
    public Figures Of(int days, long nowUs)
    {
        lock (sync)
        {
            // How long it is kept is a matter of the machine, however fast the city's clock runs.
            var began = TimeProvider.System.GetTimestamp();
            if (kept.TryGetValue(days, out var now) && IsGood(now, nowUs, began)) return now.Figures;
            var figures = Count(nowUs - days * Instants.DayUs, nowUs);
            kept[days] = new Kept(board.Version, nowUs, began, TimeProvider.System.GetElapsedTime(began), figures);
            return figures;
        }
    }

    bool IsGood(Kept now, long nowUs, long timestamp)
    {
        if (now.Version == board.Version && nowUs - now.NowUs is >= 0 and < KeptUs) return true;
        var age = TimeProvider.System.GetElapsedTime(now.Counted, timestamp);
        return board.LastNumber > ManyCases && age < most && age < Longer * now.Took && nowUs - now.NowUs < Instants.DayUs;
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
        var (dispatch, imported) = (new DispatchSum(board, department), 0);
        board.VisitSince(fromUs, newestFirst: true, (in spot) =>
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
            dispatch.Add(spot);
            return true;
        });
        var departments = units.GroupBy(u => u.Key == 0 ? "" : department(board.Name(u.Key))).Where(g => g.Key.Length > 0).Select(g => Make(g.Key, Sum.Of(g.Select(u => u.Value))));
        return new Figures(Make("", total), Order(services.Select(s => Make(board.Name(s.Key), s.Value))), Order(departments), dispatch.Made, KaplanMeier.Curve(total.Times), imported);
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
