using Cardo.Traffic;

namespace Cardo.Tests.Traffic;

/// <summary>A made-up intersection with a plan that keeps its own foes apart, from a seed.</summary>
static class AnyIntersection
{
    public static Intersection From(int seed)
    {
        var r = new Random(seed);
        var lamps = r.Next(2, 13);
        var groups = r.Next(2, Math.Min(5, lamps) + 1);
        // Lamps of one group run together; some lamps of a group are foes that give way, as left turns do.
        var group = Enumerable.Range(0, lamps).Select(i => i < groups ? i : r.Next(groups)).ToArray();
        var gives = Enumerable.Range(0, lamps).Select(i => i >= groups && r.Next(4) == 0).ToArray();
        var walks = Enumerable.Range(0, lamps).Select(i => i >= groups && !gives[i] && r.Next(5) == 0).ToArray();
        var foes = Enumerable.Range(0, lamps).Select(_ => new HashSet<int>()).ToArray();
        for (var a = 0; a < lamps; a++)
            for (var b = a + 1; b < lamps; b++)
                if ((group[a] != group[b] && r.Next(5) > 0) || (group[a] == group[b] && (gives[a] || gives[b]) && r.Next(2) == 0)) { foes[a].Add(b); foes[b].Add(a); }
        var movements = Enumerable.Range(0, lamps).Select(i => new Movement(i, walks[i] ? [] : [new Way($"in{i}_0", $"out{i}_0", null, 's')], foes[i], walks[i])).ToArray();
        var approaches = Enumerable.Range(0, lamps).Where(i => !walks[i]).Select(i => new Approach($"in{i}_0", 13.9, [new Detector($"in{i}_0", 200, 0)], [i])).ToArray();
        return new Intersection($"J{seed}", movements, approaches, new Plan("0", "static", 0, Phases(r, lamps, groups, group, gives)));
    }

    static List<Phase> Phases(Random r, int lamps, int groups, int[] group, bool[] gives)
    {
        var yellow = r.Next(2, 6);
        var allRed = r.Next(0, 4);
        var phases = new List<Phase>();
        for (var g = 0; g < groups; g++)
        {
            string State(char green) => new([.. Enumerable.Range(0, lamps).Select(i => group[i] != g ? 'r' : green == 'G' && gives[i] ? 'g' : green)]);
            phases.Add(new Phase(State('G'), r.Next(5, 40)));
            // Those who gave way go on by themselves, as left turns do at the end: the same two foes, first with one letter, then with another.
            var alone = Enumerable.Range(0, lamps).Any(i => group[i] == g && gives[i]) && r.Next(2) == 0;
            if (alone)
            {
                phases.Add(new Phase(new([.. State('y').Select((c, i) => c == 'y' && gives[i] ? 'g' : c)]), yellow));
                phases.Add(new Phase(new([.. State('G').Select(c => c == 'g' ? 'G' : 'r')]), r.Next(5, 9)));
                phases.Add(new Phase(new([.. State('y').Select((c, i) => c == 'y' && !gives[i] ? 'r' : c)]), yellow));
            }
            else phases.Add(new Phase(State('y'), yellow));
            if (allRed > 0) phases.Add(new Phase(new string('r', lamps), allRed));
        }
        return phases;
    }
}
