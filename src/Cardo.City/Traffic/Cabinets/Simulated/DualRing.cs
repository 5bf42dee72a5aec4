using Cardo.Standards.Ntcip1202;

namespace Cardo.Traffic.Cabinets.Simulated;

/// <summary>
/// An actuated controller of two or more rings with barriers, as NEMA TS 2 describes it and NTCIP 1202 shows and steers it:
/// enough to rehearse with, on no street. Rings end their greens by gap, maximum, or force-off; they cross a barrier together.
/// </summary>
internal sealed class DualRing
{
    public const double StartupFlash_s = 5, Passage_s = 2.5;

    readonly CabinetProfile profile;
    readonly Ring[] rings;
    readonly Dictionary<int, PhaseTiming> timings;
    readonly HashSet<int> detectorsOn = [];
    double sinceOrder_s = double.NaN, flashing_s;
    int side;

    sealed class Ring
    {
        public int Phase;
        public Interval Interval = Interval.Red;
        public double Elapsed_s, Gap_s, Walk_s, PedClear_s, Called_s;
    }

    enum Interval { Red, Green, Yellow, RedClear }

    /// <param name="timings">by the profile's phases; missing ones are 5 s, 4 s, 1 s</param>
    public DualRing(CabinetProfile profile, IEnumerable<PhaseTiming>? timings = null)
    {
        this.profile = profile;
        this.timings = (timings ?? profile.Phases.Select(Usual)).ToDictionary(t => t.Phase);
        rings = [.. profile.Rings.Select(_ => new Ring())];
    }

    PhaseTiming Usual(int phase) => new(phase, true, profile.RingOf(phase) + 1, [.. profile.Phases.Where(p => p != phase && profile.Together(p, phase))], 5, 30, 4, 1, 0, 0);

    public PhaseTiming? Timing(int phase) => timings.GetValueOrDefault(phase);

    /// <summary>Phases that are called whenever they are not on, as bits.</summary>
    public uint Recall { get; set; }

    public int BackupTime_s { get; set; } = 10;

    /// <summary>A pattern that its own clock calls, 0 for free.</summary>
    public int Timebase { get; set; }

    /// <summary>An operator's pattern at the front panel, which no system overrides; 0 for none.</summary>
    public int PanelPattern { get; set; }

    public UnitFlash Flash { get; set; } = UnitFlash.NotFlash;

    public bool StopTime { get; set; }

    public bool ManualControl { get; set; }

    public bool Preempt { get; set; }

    /// <summary>What was set in phaseControlGroupTable, phases as bits.</summary>
    public Dictionary<PhaseControl, uint> Control { get; } = Enum.GetValues<PhaseControl>().ToDictionary(c => c, _ => 0u);

    public int SystemPattern { get; set; }

    public bool InBackup { get; private set; }

    public uint VehCalls { get; private set; }

    public uint PedCalls { get; private set; }

    public uint Greens => On(Interval.Green);

    public uint Yellows => On(Interval.Yellow);

    public uint Reds => Bits(profile.Phases) & ~Greens & ~Yellows;

    public uint Walks => rings.Where(r => r is { Interval: Interval.Green, Walk_s: > 0 }).Aggregate(0u, (b, r) => b | Bit(r.Phase));

    public uint PedClears => rings.Where(r => r is { Interval: Interval.Green, Walk_s: <= 0, PedClear_s: > 0 }).Aggregate(0u, (b, r) => b | Bit(r.Phase));

    public uint Ons => rings.Where(r => r.Phase > 0 && r.Interval != Interval.Red).Aggregate(0u, (b, r) => b | Bit(r.Phase));

    public uint Nexts => rings.Select((r, i) => NextInside(i)).Where(p => p > 0).Aggregate(0u, (b, p) => b | Bit(p));

    public int Pattern => Flash != UnitFlash.NotFlash ? 255 : PanelPattern > 0 ? PanelPattern : SystemPattern > 0 ? SystemPattern : Timebase > 0 ? Timebase : Asc.Free;

    public UnitControl Unit => ManualControl ? UnitControl.Manual : InBackup ? UnitControl.Backup : !double.IsNaN(sinceOrder_s) ? UnitControl.SystemControl : UnitControl.Timebase;

    /// <summary>An order came: the backup time begins anew (2.4.3).</summary>
    public void Heard() => (sinceOrder_s, InBackup) = (0, false);

    public void Press(int phase) => PedCalls |= Bit(phase);

    public void Detect(int detector, bool on)
    {
        if (on) detectorsOn.Add(detector);
        else detectorsOn.Remove(detector);
    }

    public bool Detects(int detector) => detectorsOn.Contains(detector);

    /// <summary>Power comes back: start-up flash, nothing remembered of any order.</summary>
    public void Restart()
    {
        foreach (var ring in rings) (ring.Phase, ring.Interval, ring.Elapsed_s) = (0, Interval.Red, 0);
        ClearOrders();
        (VehCalls, PedCalls, InBackup, sinceOrder_s) = (0, 0, false, double.NaN);
        (Flash, flashing_s) = (UnitFlash.Startup, StartupFlash_s);
    }

    /// <summary>Goes on by a moment.</summary>
    public void Tick(double step_s)
    {
        sinceOrder_s += step_s;
        if (BackupTime_s > 0 && sinceOrder_s >= BackupTime_s)
        {
            ClearOrders();
            (InBackup, sinceOrder_s) = (true, double.NaN);
        }
        if (Flash == UnitFlash.Startup && (flashing_s -= step_s) <= 0) Flash = UnitFlash.NotFlash;
        if (Flash != UnitFlash.NotFlash || StopTime) return;
        Calls();
        for (var i = 0; i < rings.Length; i++) Time(i, step_s);
        Move();
    }

    void ClearOrders()
    {
        foreach (var column in Control.Keys) Control[column] = 0;
        SystemPattern = Asc.Standby;
    }

    void Calls()
    {
        var called = Control[PhaseControl.VehCall] | Recall;
        foreach (var lane in profile.Approaches.SelectMany(a => a.Lanes))
            if (lane.Detectors.Any(d => detectorsOn.Contains(d.Number))) called |= Bit(lane.Phase);
        VehCalls = (VehCalls | called) & ~Greens & Bits(profile.Phases);
        PedCalls = (PedCalls | Control[PhaseControl.PedCall]) & Bits(profile.Phases);
    }

    uint Serviceable => (VehCalls | PedCalls) & ~Control[PhaseControl.PhaseOmit];

    void Time(int index, double step_s)
    {
        var ring = rings[index];
        ring.Elapsed_s += step_s;
        if (ring.Phase == 0) return;
        var t = timings[ring.Phase];
        switch (ring.Interval)
        {
            case Interval.Green:
                if (ring.Walk_s > 0) ring.Walk_s -= step_s;
                else if (ring.PedClear_s > 0) ring.PedClear_s -= step_s;
                var there = profile.Approaches.SelectMany(a => a.Lanes).Where(l => l.Phase == ring.Phase).SelectMany(l => l.Detectors).Any(d => detectorsOn.Contains(d.Number));
                ring.Gap_s = there ? 0 : ring.Gap_s + step_s;
                ring.Called_s = Conflicts(ring.Phase) ? ring.Called_s + step_s : 0;
                break;
            case Interval.Yellow when ring.Elapsed_s >= t.Yellow_s - 1e-9:
                (ring.Interval, ring.Elapsed_s) = (Interval.RedClear, 0);
                break;
            case Interval.RedClear when ring.Elapsed_s >= t.RedClear_s - 1e-9:
                (ring.Interval, ring.Elapsed_s) = (Interval.Red, 0);
                break;
        }
    }

    bool Conflicts(int phase) => profile.Phases.Any(p => p != phase && !profile.Together(p, phase) && (Serviceable & Bit(p)) != 0);

    /// <summary>Whether a ring's green may end and has a reason to.</summary>
    bool Ends(Ring ring)
    {
        if (ring.Interval != Interval.Green) return true;
        var bit = Bit(ring.Phase);
        var t = timings[ring.Phase];
        if (ring.Elapsed_s < t.MinGreen_s - 1e-9 || ring.Walk_s > 0 || ring.PedClear_s > 0 || !Conflicts(ring.Phase)) return false;
        if ((Control[PhaseControl.ForceOff] & bit) != 0) return true;
        return (Control[PhaseControl.Hold] & bit) == 0 && (ring.Gap_s >= Passage_s || ring.Called_s >= t.Max1_s);
    }

    /// <summary>The ring's next phase before the barrier; 0 for none.</summary>
    int NextInside(int index)
    {
        var (list, ring) = (profile.Rings[index], rings[index]);
        var at = -1;
        for (var i = 0; i < list.Count; i++)
            if (list[i] == ring.Phase) at = i;
        for (var i = at + 1; i < list.Count; i++)
            if (profile.BarrierOf(list[i]) == side && (Serviceable & Bit(list[i])) != 0) return list[i];
        return 0;
    }

    void Move()
    {
        // Across the barrier all together: every ring is done with its side, and somebody waits whom none of them reaches on it.
        var beyond = profile.Phases.Any(p => (Serviceable & Bit(p)) != 0 && !rings.Select((r, i) => NextInside(i)).Contains(p) && rings.All(r => r.Phase == 0 || r.Interval == Interval.Red || r.Phase != p));
        var cross = beyond && rings.Select((r, i) => Ends(r) && NextInside(i) == 0).All(x => x);
        for (var i = 0; i < rings.Length; i++)
        {
            var ring = rings[i];
            if (ring.Interval == Interval.Green && Ends(ring) && (cross || NextInside(i) > 0)) End(ring);
            else if (ring.Interval == Interval.Red && NextInside(i) is > 0 and var next) Begin(ring, next);
        }
        if (cross && rings.All(r => r.Interval == Interval.Red)) Cross();
    }

    void Cross()
    {
        for (var k = 1; k <= profile.Barriers.Count; k++)
        {
            var group = (side + k) % profile.Barriers.Count;
            if (!profile.Barriers[group].Any(p => (Serviceable & Bit(p)) != 0)) continue;
            side = group;
            for (var i = 0; i < rings.Length; i++)
            {
                var mine = profile.Rings[i].Where(p => profile.Barriers[group].Contains(p)).ToArray();
                var first = mine.FirstOrDefault(p => (Serviceable & Bit(p)) != 0);
                rings[i].Phase = 0;
                if (first > 0) Begin(rings[i], first);
            }
            return;
        }
    }

    void Begin(Ring ring, int phase)
    {
        var walks = (PedCalls & Bit(phase)) != 0;
        (ring.Phase, ring.Interval, ring.Elapsed_s, ring.Gap_s, ring.Called_s) = (phase, Interval.Green, 0, 0, 0);
        (ring.Walk_s, ring.PedClear_s) = walks ? (timings[phase].Walk_s, timings[phase].PedClear_s) : (0, 0);
        VehCalls &= ~Bit(phase);
        PedCalls &= ~Bit(phase);
    }

    void End(Ring ring)
    {
        (ring.Interval, ring.Elapsed_s) = (Interval.Yellow, 0);
        // The force-off is done with when the green ends (2.2.5.5).
        Control[PhaseControl.ForceOff] &= ~Bit(ring.Phase);
    }

    uint On(Interval interval) => rings.Where(r => r.Phase > 0 && r.Interval == interval).Aggregate(0u, (b, r) => b | Bit(r.Phase));

    static uint Bit(int phase) => 1u << phase - 1;

    static uint Bits(IEnumerable<int> phases) => OrderPhases.Bits(phases);
}
