using Cardo.Traffic.Guarding;

namespace Cardo.Traffic.Trying;

/// <summary>Whether a plan can be served at a junction: what the guard would never let pass is refused before anything runs. Pure.</summary>
internal static class CheckPlan
{
    const int MostPhases = 100;

    /// <summary>What is wrong; nothing for a plan that can run.</summary>
    public static IEnumerable<string> Faults(Intersection intersection, IReadOnlyList<Phase> phases)
    {
        var lamps = intersection.Movements.Count;
        if (phases.Count is 0 or > MostPhases) return [$"Signal {intersection.Id} needs 1 to {MostPhases} phases."];
        for (var p = 0; p < phases.Count; p++)
        {
            if (phases[p].State.Length != lamps) return [$"Signal {intersection.Id} has {lamps} lamps; phase {p + 1} says {phases[p].State.Length} ({phases[p].State})."];
            if (phases[p].State.AsSpan().IndexOfAnyExcept("GgyrsuoO") is >= 0 and var at) return [$"Signal {intersection.Id}, phase {p + 1}: '{phases[p].State[at]}' is no lamp's letter (G g y r s u o O)."];
        }
        return [.. Conflicts(intersection, phases), .. Lamps(intersection, phases)];
    }

    static IEnumerable<string> Conflicts(Intersection intersection, IReadOnlyList<Phase> phases)
    {
        var rules = new SafetyRules(intersection);
        for (var p = 0; p < phases.Count; p++)
            for (var a = 0; a < rules.Lamps; a++)
                for (var b = a + 1; b < rules.Lamps; b++)
                {
                    var (la, lb) = (phases[p].State[a], phases[p].State[b]);
                    // One that gives way (g) may be green beside a foe that has the way (G).
                    if (la == 'G' && lb == 'G' && !rules.Together(a, la, b, lb))
                        yield return $"Signal {intersection.Id}, phase {p + 1}: lamps {a} and {b} cross each other and are both green with the right of way.";
                }
    }

    static IEnumerable<string> Lamps(Intersection intersection, IReadOnlyList<Phase> phases)
    {
        var rules = new SafetyRules(intersection);
        for (var lamp = 0; lamp < rules.Lamps; lamp++)
        {
            if (!rules.Served[lamp]) continue;
            var greens = phases.Count(p => SafetyRules.Green(p.State[lamp]));
            if (greens == 0) { yield return $"Signal {intersection.Id}: lamp {lamp} ({Whose(intersection, lamp)}) never gets green."; continue; }
            if (greens == phases.Count) continue;
            foreach (var (letter, seconds, next) in Runs(phases, lamp))
            {
                if (SafetyRules.Green(letter) && seconds < SafetyRules.MinGreen_s) yield return $"Signal {intersection.Id}: lamp {lamp} ({Whose(intersection, lamp)}) is green for {seconds:0.#} s; less than {SafetyRules.MinGreen_s:0} s cannot be served.";
                if (SafetyRules.Green(letter) && !rules.Walk[lamp] && next is 'r' or 's') yield return $"Signal {intersection.Id}: lamp {lamp} ({Whose(intersection, lamp)}) goes from green to red without yellow.";
                if (letter == 'y' && seconds < SafetyRules.MinYellow_s) yield return $"Signal {intersection.Id}: lamp {lamp} ({Whose(intersection, lamp)}) is yellow for {seconds:0.#} s; less than {SafetyRules.MinYellow_s:0} s is not safe.";
            }
        }
    }

    /// <summary>A lamp's letters around the cycle, green or not told apart by letter: how long each lasts and what follows.</summary>
    static IEnumerable<(char Letter, double Seconds, char Next)> Runs(IReadOnlyList<Phase> phases, int lamp)
    {
        static char Kind(char c) => SafetyRules.Green(c) ? 'G' : c;
        var first = 0;
        for (var p = 0; p < phases.Count; p++)
            if (Kind(phases[p].State[lamp]) != Kind(phases[(p + phases.Count - 1) % phases.Count].State[lamp])) { first = p; break; }
        for (var k = 0; k < phases.Count;)
        {
            var letter = Kind(phases[(first + k) % phases.Count].State[lamp]);
            var seconds = 0.0;
            for (; k < phases.Count && Kind(phases[(first + k) % phases.Count].State[lamp]) == letter; k++) seconds += phases[(first + k) % phases.Count].Duration_s;
            yield return (letter, seconds, Kind(phases[(first + k) % phases.Count].State[lamp]));
        }
    }

    static string Whose(Intersection intersection, int lamp) => intersection.Movements[lamp].Ways is [var way, ..] ? $"from {way.FromLane} to {way.ToLane}" : "a crossing on foot";
}
