namespace Cardo.Traffic.Cabinets;

/// <summary>
/// Says a wish for phases in a dual-ring controller's own words: call what is wanted, hold it while it is on, force off what
/// is on and not wanted, omit the rest so that the rings go straight to it. All times (minimum green, walk and its clearance,
/// yellow, red) and every conflict stay the cabinet's.
/// </summary>
internal sealed class OrderPhases(CabinetProfile profile)
{
    readonly int[] phases = profile.Phases;
    uint around;

    public void Forget() => around = 0;

    /// <param name="wanted">phases as bits, at most one a ring, all of one side of the barriers</param>
    public CabinetOrder Next(uint wanted, CabinetReading now)
    {
        var mine = Bits(phases);
        var on = (now.Greens | now.Yellows) & mine;
        if (around != 0 && (on & around) != 0) around = 0;
        else if (around == 0 && !Reaches(profile, on, wanted)) around = Around(wanted, (now.VehCalls | now.PedCalls) & mine);
        var to = around != 0 ? around : wanted;
        var keep = to & now.Greens;
        // Who walks on a button's call is let to: a phase that holds would not begin another walk.
        return new CabinetOrder(mine & ~to, keep & ~now.PedCalls, now.Greens & mine & ~keep, to & ~keep, to & ~keep & Bits(profile.WalkPhases), Free: true);
    }

    /// <summary>
    /// Whether rings come from one set of phases to another by going on. Back to an earlier phase between the same barriers they
    /// do not go: a left turn that loses its opposite through traffic's company while its own stays green is the yellow trap, and
    /// controllers protect from it each in its own way.
    /// </summary>
    public static bool Reaches(CabinetProfile profile, uint from, uint to)
    {
        foreach (var ring in profile.Rings)
        {
            var (on, next) = (-1, -1);
            for (var i = 0; i < ring.Count; i++)
            {
                if (Has(from, ring[i])) on = i;
                if (Has(to, ring[i])) next = i;
            }
            if (on >= 0 && next >= 0 && next < on && profile.BarrierOf(ring[on]) == profile.BarrierOf(ring[next])) return false;
        }
        return true;
    }

    /// <summary>The way back leads over the barrier: whoever waits on the other side, or the first of each ring there; 0 where there is no other side.</summary>
    uint Around(uint wanted, uint calls)
    {
        var side = profile.BarrierOf(phases.First(p => Has(wanted, p)));
        for (var k = 1; k < profile.Barriers.Count; k++)
        {
            var there = profile.Barriers[(side + k) % profile.Barriers.Count];
            var rings = profile.Rings.Select(r => r.Where(p => there.Contains(p) && phases.Contains(p)).ToArray()).Where(r => r.Length > 0).ToArray();
            if (rings.Length == 0) continue;
            var waiting = rings.Select(r => r.FirstOrDefault(p => Has(calls, p))).Where(p => p > 0).ToArray();
            return Bits(waiting.Length > 0 ? waiting : rings.Select(r => r[0]));
        }
        return 0;
    }

    public static bool Has(uint bits, int phase) => (bits >> phase - 1 & 1) == 1;

    public static uint Bits(IEnumerable<int> phases) => phases.Aggregate(0u, (bits, p) => bits | 1u << p - 1);
}
