using Cardo.Traffic.Cabinets;
using Cardo.Traffic.Live;
using Cardo.Ui;

namespace Cardo.Traffic.Pages;

/// <summary>Signals in words, in the reader's language.</summary>
internal static class Words
{
    /// <summary>A refusal in the reader's language where there is a text for it; what is particular follows as it was said.</summary>
    public static string Refused(Reader R, Kernel.Refusal refusal) => R.Lang == Texts.English ? refusal.Message : R.Or("traffic.refused." + refusal.Code, refusal.Message);

    /// <summary>What is particular, each as it was said: where the sentence is in another language, what the English one names first as well.</summary>
    public static IEnumerable<string> Particulars(Reader R, Kernel.Refusal refusal) =>
        R.Lang != Texts.English && refusal is { Code: "change-misfit", Details: not null } ? [refusal.Message, .. refusal.Details] : refusal.Details ?? [];

    /// <summary>The key of the sentence that says where all this comes from.</summary>
    public static string Source(TrafficScene scene) => scene.Source.Recorded ? "traffic.source.recorded" : scene.Source.Simulated ? "traffic.source.simulated" : "traffic.source.street";

    /// <summary>How a cabinet on the street stands: its sentence, and what is particular in brackets.</summary>
    public static string Cabinet(Reader R, CabinetNow now) => R["traffic.cabinet." + now.State.ToString().ToLowerInvariant()] + (now.Detail.Length > 0 ? $" ({now.Detail})" : "");

    public static string Tone(CabinetState state) => state switch { CabinetState.Controlled => "good", CabinetState.Watched or CabinetState.Ready or CabinetState.Starting or CabinetState.Released => "none", CabinetState.Silent or CabinetState.Flash => "alert", _ => "warn" };

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
        if (now.Unknown) return R[now.Cabinet is { State: CabinetState.Flash } ? "traffic.why.flash" : "traffic.why.unknown"];
        var reason = now.Reason;
        var who = string.Join(R["traffic.comma"], reason.Served.GroupBy(s => junction.ApproachOf(s.Approach)).Select(g => R.Say("traffic.why.who", ("approach", Approach(R, scene, g.Key)), ("waiting", R.Number(Math.Round(g.Sum(s => s.Waiting)))), ("coming", R.Number(Math.Round(g.Sum(s => s.Coming)))))));
        // A stage made for an emergency is none of the usual ones: what is green says it, and the stage only while nothing is.
        if (who.Length == 0) who = string.Join(R["traffic.comma"], junction.GreenNow(now.Lamps) is [_, ..] green ? green.Select(a => Approach(R, scene, a)) : junction.ServedBy(now.Stage).Select(a => Approach(R, scene, a)));
        var why = R.Say("traffic.why." + Cause(now), ("who", who), ("keep", R.Number((long)Math.Min(reason.Keep_vs, 1e6))), ("change", R.Number((long)Math.Min(reason.Change_vs, 1e6))), ("hold", reason.Hold_s));
        return Counted(R, scene, junction, reason).Aggregate(why, (all, more) => R.Say("traffic.why.also", ("why", all), ("more", more)));
    }

    /// <summary>Whoever stands at the cabinet, or has it by a preemption, is no plan of its own.</summary>
    static string Cause(JunctionPicture now) => (now.Reason.Cause == Live.Cause.Own && now.Cabinet is { State: CabinetState.Manual or CabinetState.Preempted } held ? held.State.ToString() : now.Reason.Cause.ToString()).ToLowerInvariant();

    /// <summary>The tone of the sentence why it is green.</summary>
    public static string Tone(JunctionPicture now) => now.Reason.Cause is Live.Cause.Emergency or Live.Cause.Asked ? "alert"
        : now.Cabinet is { } cabinet && Tone(cabinet.State) is "warn" or "alert" ? Tone(cabinet.State) : now.Unknown ? "none" : "good";

    /// <summary>Which streets counted for more because they are crowded, and from which the edge's traffic is let in more slowly; nothing where all counted alike.</summary>
    static IEnumerable<string> Counted(Reader R, TrafficScene scene, JunctionLayout junction, Reason reason)
    {
        string? Those(string text, Func<Counted, bool> which, Func<IEnumerable<float>, double> most)
        {
            var who = reason.Counted.Where(which).GroupBy(c => junction.ApproachOf(c.Approach)).Select(g => R.Say(text + ".who", ("approach", Approach(R, scene, g.Key)), ("n", R.Number(most(g.Select(c => c.Times)))))).ToList();
            return who.Count == 0 ? null : R.Say(text, ("who", string.Join(R["traffic.comma"], who)));
        }
        if (Those("traffic.why.crowded", c => c.Times > 1, times => Math.Round(times.Max(), 1)) is { } crowded) yield return crowded;
        if (Those("traffic.why.metered", c => c.Times < 1, times => Math.Round(100 * (1 - times.Min()))) is { } metered) yield return metered;
    }

    /// <summary>The key of the sentence about an emergency vehicle that comes to a signal, said at that signal.</summary>
    public static string Coming(SignalAhead here) => here.Way switch { Asking.Green => "traffic.siren.held", Asking.Asked => "traffic.siren.asked", _ => "traffic.siren.coming" };

    /// <summary>The same in a list of signals.</summary>
    public static string Stop(SignalAhead stop) => stop.Way switch { Asking.Green => "traffic.siren.stop.held", Asking.Asked => "traffic.siren.stop.asked", _ => "traffic.siren.stop" };

    /// <summary>Level of service by the mean delay of a vehicle, s (Highway Capacity Manual, signalised intersections).</summary>
    public static string Level(double delay_s) => delay_s switch { <= 10 => "A", <= 20 => "B", <= 35 => "C", <= 55 => "D", <= 80 => "E", _ => "F" };

    public static string Tone(double? delay_s) => delay_s switch { null => "none", <= 35 => "good", <= 80 => "warn", _ => "alert" };

    /// <summary>The tone of a congestion index.</summary>
    public static string ToneOfIndex(double index) => index switch { < 1.5 => "good", < 2.5 => "warn", _ => "alert" };

    public static string Index(Reader R, double index) => R.Number(Math.Round(index, 2));

    /// <summary>Which sentence tells of the city's traffic; nobody takes a thing one time as long as another.</summary>
    /// <param name="street">of real streets, where only the last metres before the signals are seen</param>
    public static string SentenceKey(double index, bool street) => (street, Math.Round(index, 2) <= 1) switch
    {
        (true, true) => "traffic.sentence.street.free",
        (true, false) => "traffic.sentence.street",
        (false, true) => "traffic.sentence.free",
        _ => "traffic.sentence." + ToneOfIndex(index),
    };

    public static string Delay(Reader R, double? delay_s) => delay_s is { } d ? R.Number(Math.Round(d)) : R["ui.nothing"];
}
