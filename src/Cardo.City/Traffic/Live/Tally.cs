namespace Cardo.Traffic.Live;

/// <summary>Sums over the last five minutes in slots of ten seconds: time spent, time it would take at the limit, way, vehicles passed.</summary>
internal sealed class Tally
{
    public const int Slot_s = 10, Slots = 30;

    readonly float[] spent_s = new float[Slots], free_s = new float[Slots], way_m = new float[Slots];
    readonly int[] passed = new int[Slots];
    int at, filled = 1;

    public int Now { get; private set; }
    public int Queue { get; private set; }

    /// <summary>Forgets the slot that is the oldest and begins it anew.</summary>
    public void Turn()
    {
        at = (at + 1) % Slots;
        filled = Math.Min(Slots, filled + 1);
        (spent_s[at], free_s[at], way_m[at], passed[at]) = (0, 0, 0, 0);
    }

    public void Clear() => (Now, Queue) = (0, 0);

    public void See(float speed_m_s, double limit_m_s)
    {
        Now++;
        if (speed_m_s < Measures.Queued_m_s) Queue++;
        spent_s[at] += 1;
        free_s[at] += speed_m_s / (float)limit_m_s;
        way_m[at] += speed_m_s;
    }

    public void Pass() => passed[at]++;

    public int Passed => passed.Sum();

    public Flow Flow(int second)
    {
        double spent = spent_s.Sum(), free = free_s.Sum();
        var count = passed.Sum();
        var over_s = (filled - 1) * Slot_s + second % Slot_s + 1;
        // Of a road on which nobody moved at all so far nothing can be said but that it is full.
        var index = spent <= 0 ? 1 : Math.Clamp(spent / Math.Max(free, spent / 100), 1, 100);
        return new Flow(index, count == 0 ? null : Math.Max(0, spent - free) / count, Queue, count * 3600.0 / over_s, Now, spent > 0 ? way_m.Sum() / spent * 3.6 : null);
    }
}
