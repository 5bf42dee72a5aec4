namespace Cardo.Traffic.Guarding;

/// <summary>
/// What an intersection may never break, drawn from its network and its own plan: which movements are foes, which foes the
/// plan itself lets run together (turning traffic that gives way), how long yellow lasts and how long a foe waits after it.
/// </summary>
internal sealed class SafetyRules
{
    /// <summary>A green once begun lasts so long.</summary>
    public const double MinGreen_s = 5;

    /// <summary>No yellow is shorter.</summary>
    public const double MinYellow_s = 3;

    /// <summary>Nobody waits longer at red.</summary>
    public const double MaxRed_s = 120;

    // A clearance longer than this between two greens of the plan is another phase, not all-red.
    const double LongestAllRed_s = 10;

    readonly bool[,] foe;
    readonly bool[,] apart;
    readonly byte[,] together;

    public SafetyRules(Intersection intersection)
    {
        Lamps = intersection.Movements.Count;
        foe = new bool[Lamps, Lamps];
        apart = new bool[Lamps, Lamps];
        together = new byte[Lamps, Lamps];
        Clear_s = new double[Lamps, Lamps];
        Yellow_s = new double[Lamps];
        Served = new bool[Lamps];
        Walk = [.. intersection.Movements.Select(m => m.Pedestrian)];
        foreach (var movement in intersection.Movements)
        {
            foreach (var other in movement.Foes) foe[movement.Index, other] = foe[other, movement.Index] = true;
            foreach (var other in movement.Apart.Concat(movement.Foes)) apart[movement.Index, other] = apart[other, movement.Index] = true;
        }
        foreach (var phase in intersection.Plan.Phases) LearnTogether(phase.State);
        LearnTimes(intersection.Plan);
    }

    public int Lamps { get; }

    /// <summary>Per lamp, s: the plan's, and at least three.</summary>
    public double[] Yellow_s { get; }

    /// <summary>[ended, beginning]: from the end of one movement's yellow to the green of its foe, s.</summary>
    public double[,] Clear_s { get; }

    /// <summary>Lamps the plan ever turns green.</summary>
    public bool[] Served { get; }

    public bool[] Walk { get; }

    public bool Foes(int a, int b) => foe[a, b];

    /// <summary>Foes, or movements of two junctions that the plan never lets go at the same time: no stage of our own has both.</summary>
    public bool Apart(int a, int b) => apart[a, b];

    public static bool Green(char lamp) => lamp is 'G' or 'g';

    /// <summary>Whether two movements may be green with these letters at once: no foes, or as the plan itself shows them.</summary>
    public bool Together(int a, char la, int b, char lb) => !foe[a, b] || (together[a, b] & Bit(la, lb)) != 0;

    /// <summary>Whether no two greens of a state are foes beyond what the plan itself allows, and nothing is green that the plan never serves.</summary>
    public bool Legal(ReadOnlySpan<char> state)
    {
        if (state.Length != Lamps) return false;
        for (var a = 0; a < Lamps; a++)
        {
            if (!Green(state[a])) continue;
            if (!Served[a]) return false;
            for (var b = a + 1; b < Lamps; b++)
                if (Green(state[b]) && !Together(a, state[a], b, state[b])) return false;
        }
        return true;
    }

    static byte Bit(char la, char lb) => (byte)(1 << ((la == 'G' ? 2 : 0) + (lb == 'G' ? 1 : 0)));

    void LearnTogether(string state)
    {
        for (var a = 0; a < Lamps; a++)
        {
            if (!Green(state[a])) continue;
            Served[a] = true;
            for (var b = 0; b < Lamps; b++)
                if (b != a && Green(state[b])) together[a, b] |= Bit(state[a], state[b]);
        }
    }

    /// <summary>Plays the plan twice, second by second as it were: how long each yellow lasts, and the shortest gap from a lamp's red to its foe's green.</summary>
    void LearnTimes(Plan plan)
    {
        var redSince = new double[Lamps];
        var yellow = new double[Lamps];
        var shortest = new double[Lamps];
        var greenUntil = new double[Lamps];
        Array.Fill(redSince, double.NaN);
        Array.Fill(shortest, double.NaN);
        for (var a = 0; a < Lamps; a++)
            for (var b = 0; b < Lamps; b++) Clear_s[a, b] = double.NaN;
        var last = plan.Phases[^1].State;
        double now = 0, usual = double.NaN;
        for (var k = 0; k < 2 * plan.Phases.Count; k++)
        {
            var phase = plan.Phases[k % plan.Phases.Count];
            for (var i = 0; i < Lamps; i++)
            {
                if (phase.State[i] is 'y' or 'Y') { yellow[i] += phase.Duration_s; redSince[i] = double.NaN; continue; }
                if (yellow[i] > 0) { shortest[i] = double.IsNaN(shortest[i]) ? yellow[i] : Math.Min(shortest[i], yellow[i]); yellow[i] = 0; }
                if (Green(phase.State[i])) redSince[i] = double.NaN;
                else if (double.IsNaN(redSince[i])) redSince[i] = now;
            }
            // In the first round nobody knows yet how long the others have been at red.
            if (k >= plan.Phases.Count) LearnClearances(phase.State, last, now, redSince, greenUntil, ref usual);
            for (var i = 0; i < Lamps; i++)
                if (Green(phase.State[i])) greenUntil[i] = now + phase.Duration_s;
            last = phase.State;
            now += phase.Duration_s;
        }
        for (var a = 0; a < Lamps; a++)
        {
            // Who walks has no yellow: the plan's clearance to the cars is what protects him.
            Yellow_s[a] = Walk[a] ? 0 : double.IsNaN(shortest[a]) ? MinYellow_s : Math.Max(MinYellow_s, shortest[a]);
            // Foes that never follow each other in the plan get what it gives at least anywhere.
            for (var b = 0; b < Lamps; b++)
                if (double.IsNaN(Clear_s[a, b])) Clear_s[a, b] = double.IsNaN(usual) ? 0 : usual;
        }
    }

    /// <summary>What passed between the reds of the foes of those who now begin and their greens.</summary>
    void LearnClearances(string state, string last, double now_s, double[] redSince, double[] greenUntil, ref double usual)
    {
        for (var j = 0; j < Lamps; j++)
        {
            if (!Green(state[j]) || Green(last[j])) continue;
            for (var i = 0; i < Lamps; i++)
            {
                if (!foe[i, j]) continue;
                // One that begins within the other's yellow needs no clearance after it.
                if (state[i] is 'y' or 'Y') Clear_s[i, j] = 0;
                else if (now_s - ClearSince(redSince[i], state, redSince, greenUntil) is >= 0 and <= LongestAllRed_s and var gap)
                {
                    Clear_s[i, j] = double.IsNaN(Clear_s[i, j]) ? gap : Math.Min(Clear_s[i, j], gap);
                    usual = double.IsNaN(usual) ? gap : Math.Min(usual, gap);
                }
            }
        }
    }

    /// <summary>While somebody had his green in between, a short phase of left turns, nobody waited for the way to be clear: what counts is the time after him.</summary>
    double ClearSince(double redSince_s, string state, double[] redSince, double[] greenUntil)
    {
        var since = redSince_s;
        for (var k = 0; k < Lamps; k++)
            if (!Green(state[k]) && greenUntil[k] > redSince_s && redSince[k] > since) since = redSince[k];
        return since;
    }

    /// <summary>From the end of one state's greens to the last green of the next, s: the yellow of what ends and the clearance of what begins.</summary>
    public double Change_s(ReadOnlySpan<char> from, ReadOnlySpan<char> to)
    {
        var longest = 0.0;
        for (var i = 0; i < Lamps; i++)
        {
            if (!Green(from[i]) || Green(to[i])) continue;
            longest = Math.Max(longest, Yellow_s[i]);
            for (var j = 0; j < Lamps; j++)
                if (Green(to[j]) && foe[i, j]) longest = Math.Max(longest, Yellow_s[i] + Clear_s[i, j]);
        }
        return longest;
    }
}
