using Cardo.Traffic;
using Cardo.Traffic.Guarding;

namespace Cardo.Tests.Traffic;

/// <summary>Judges what lamps show, knowing nothing of how it came about.</summary>
sealed class LampWatcher(Intersection intersection, SafetyRules rules, double maxRed_s)
{
    string last = "";
    readonly double[] since = new double[intersection.Movements.Count];
    readonly double[] redSince = new double[intersection.Movements.Count];

    /// <summary>What was broken in this second, or null.</summary>
    public string? See(double now_s, string state)
    {
        var wrong = state.Length == since.Length ? null : $"{state.Length} lamps";
        for (var i = 0; i < since.Length && wrong is null; i++)
        {
            if (last == "") continue;
            wrong = Lamp(i, last[i], state[i], now_s, state);
            if (Kind(last[i]) != Kind(state[i])) since[i] = now_s;
            if (Green(last[i]) && !Green(state[i])) redSince[i] = now_s;
            if (!Green(state[i]) && Served(i) && now_s - redSince[i] > maxRed_s) wrong ??= $"lamp {i} red since {redSince[i]}";
            if (Green(state[i])) redSince[i] = now_s;
        }
        for (var i = 0; i < since.Length && wrong is null; i++)
            foreach (var foe in intersection.Movements[i].Foes)
                if (Green(state[i]) && Green(state[foe]) && !intersection.Plan.Phases.Any(p => p.State[i] == state[i] && p.State[foe] == state[foe])) wrong = $"{i} and {foe} green at once in {state}";
        last = state;
        return wrong;
    }

    string? Lamp(int i, char was, char now, double now_s, string state)
    {
        if (Green(was) && !Green(now) && now_s - since[i] < 5) return $"lamp {i} green for {now_s - since[i]} s";
        if (Green(was) && now == 'r' && !intersection.Movements[i].Pedestrian) return $"lamp {i} from green to red without yellow";
        if (was == 'y' && now != 'y' && now_s - since[i] < Math.Max(3, rules.Yellow_s[i])) return $"lamp {i} yellow for {now_s - since[i]} s";
        if (was == 'y' && Green(now)) return $"lamp {i} from yellow to green";
        if (!Green(was) && Green(now))
            foreach (var foe in intersection.Movements[i].Foes)
                if (!Green(state[foe]) && state[foe] != 'y' && redSince[foe] > 0 && now_s - since[foe] < rules.Clear_s[foe, i]) return $"lamp {i} green before {foe} was cleared";
        return null;
    }

    bool Served(int i) => intersection.Plan.Phases.Any(p => Green(p.State[i]));

    // Which of the greens or reds it is does not begin a new one.
    static char Kind(char lamp) => Green(lamp) ? 'G' : lamp == 'y' ? 'y' : 'r';

    static bool Green(char lamp) => lamp is 'G' or 'g';
}
