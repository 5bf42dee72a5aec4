using Cardo.Traffic.Live;
using Cardo.Ui;

namespace Cardo.Traffic.Pages;

/// <summary>Signals in words, in the reader's language.</summary>
internal static class Words
{
    /// <summary>A refusal in the reader's language where there is a text for it; what is particular follows as it was said.</summary>
    public static string Refused(Reader R, Kernel.Refusal refusal) => R.Lang == Texts.English ? refusal.Message : R.Or("traffic.refused." + refusal.Code, refusal.Message);

    /// <summary>Stages are A, B, C and on.</summary>
    public static string Stage(int stage) => stage < 26 ? ((char)('A' + stage)).ToString() : $"{stage + 1}";

    public static string Approach(Reader R, TrafficScene scene, ApproachLayout approach) =>
        R.Say("traffic.approach", ("street", approach.Road >= 0 ? Naming.Of(scene, approach.Road, R.Lang) : approach.Edge), ("from", R["traffic.from." + approach.From]));

    /// <summary>What a state lets go from an approach: "straight on, right"; empty where nothing.</summary>
    public static string Ways(Reader R, JunctionLayout junction, ApproachLayout approach, string lamps, Func<char, bool> which)
    {
        var directions = approach.Lamps.Where(l => which(lamps[l])).SelectMany(l => junction.Intersection.Movements[l].Ways).Where(w => JunctionLayout.Edge(w.FromLane) == approach.Edge).Select(w => w.Direction);
        return string.Join(R["traffic.comma"], directions.Distinct().Select(d => d is 'l' or 'r' or 't' ? d : 's').Distinct().OrderBy(d => "lsrt".IndexOf(d)).Select(d => R["traffic.way." + d]));
    }

    /// <summary>What the lamps of an approach show, the greens first.</summary>
    public static IEnumerable<(string Lamp, string Ways)> Lights(Reader R, JunctionLayout junction, ApproachLayout approach, string lamps)
    {
        foreach (var (lamp, which) in new (string, Func<char, bool>)[] { ("green", c => c is 'G' or 'g'), ("yellow", c => c is 'y' or 'Y' or 'u'), ("red", c => c is 'r' or 's'), ("off", c => c is 'o' or 'O') })
            if (Ways(R, junction, approach, lamps, which) is { Length: > 0 } ways) yield return (lamp, ways);
    }

    /// <summary>Whom a stage serves: "Hill Boulevard from the west: straight on, right".</summary>
    public static IEnumerable<string> Serves(Reader R, TrafficScene scene, JunctionLayout junction, int stage) =>
        junction.ServedBy(stage).Select(a => R.Say("traffic.serves", ("approach", Approach(R, scene, a)), ("ways", Ways(R, junction, a, junction.Stages[stage], c => c is 'G' or 'g'))));

    /// <summary>Why it is green: the decision's own terms as a sentence.</summary>
    public static string Why(Reader R, TrafficScene scene, JunctionLayout junction, JunctionPicture now)
    {
        var reason = now.Reason;
        var who = string.Join(R["traffic.comma"], reason.Served.GroupBy(s => junction.ApproachOf(s.Approach)).Select(g => R.Say("traffic.why.who", ("approach", Approach(R, scene, g.Key)), ("waiting", R.Number(Math.Round(g.Sum(s => s.Waiting)))), ("coming", R.Number(Math.Round(g.Sum(s => s.Coming)))))));
        if (who.Length == 0) who = string.Join(R["traffic.comma"], junction.ServedBy(now.Stage).Select(a => Approach(R, scene, a)));
        return R.Say("traffic.why." + reason.Cause.ToString().ToLowerInvariant(), ("who", who), ("keep", R.Number((long)Math.Min(reason.Keep_vs, 1e6))), ("change", R.Number((long)Math.Min(reason.Change_vs, 1e6))), ("hold", reason.Hold_s));
    }

    /// <summary>Level of service by the mean delay of a vehicle, s (Highway Capacity Manual, signalised intersections).</summary>
    public static string Level(double delay_s) => delay_s switch { <= 10 => "A", <= 20 => "B", <= 35 => "C", <= 55 => "D", <= 80 => "E", _ => "F" };

    public static string Tone(double? delay_s) => delay_s switch { null => "none", <= 35 => "good", <= 80 => "warn", _ => "alert" };

    /// <summary>The tone of a congestion index.</summary>
    public static string ToneOfIndex(double index) => index switch { < 1.5 => "good", < 2.5 => "warn", _ => "alert" };

    public static string Index(Reader R, double index) => R.Number(Math.Round(index, 2));

    public static string Delay(Reader R, double? delay_s) => delay_s is { } d ? R.Number(Math.Round(d)) : R["ui.nothing"];
}
