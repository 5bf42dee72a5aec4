namespace Cardo.Traffic.Cabinets.Simulated;

/// <summary>Vehicles that come by chance, queue and leave, over the loops of a simulated cabinet. The same seed drives the same traffic.</summary>
internal sealed class SimulatedTraffic(CabinetProfile profile, CabinetAgent cabinet, double flow_veh_h, uint seed)
{
    const double Pulse_s = 0.6, Headway_s = 2.0, StartUp_s = 2.0;

    readonly List<Road> roads = [.. profile.Approaches.SelectMany(a => a.Lanes.Select((l, i) => new Road(l, a.Speed_km_h / 3.6, l.Turns.Contains('s') ? 1 : 0.4)))];
    uint chance = seed == 0 ? 1 : seed;
    double now_s, reported_s;

    sealed class Road(CabinetLane lane, double speed_m_s, double share)
    {
        public readonly CabinetLane Lane = lane;
        public readonly double Speed_m_s = speed_m_s, Share = share;
        public readonly Queue<double> Coming = new();
        public int Queue, Passed;
        public double AdvanceUntil_s = -1, StopUntil_s = -1, GreenSince_s = double.NaN, NextLeaves_s, AdvanceOn_s, StopOn_s, Waited_s;
        public int AdvanceCount, StopCount;
    }

    /// <summary>Vehicles that stand before the stop lines, by lane in the profile's order.</summary>
    public IReadOnlyList<int> Queues => [.. roads.Select(r => r.Queue)];

    public int Passed => roads.Sum(r => r.Passed);

    /// <summary>Vehicle seconds that were waited.</summary>
    public double Waited_s => roads.Sum(r => r.Waited_s);

    /// <summary>Take the cabinet's gate first.</summary>
    public void Tick(double step_s)
    {
        now_s += step_s;
        foreach (var road in roads) Move(road, step_s);
        if (now_s - reported_s >= cabinet.Period_s) Report();
    }

    void Move(Road road, double step_s)
    {
        if (Chance() < flow_veh_h * road.Share / 3600 * step_s)
        {
            if (road.Lane.Advance is { } at)
            {
                road.AdvanceUntil_s = now_s + Pulse_s;
                road.AdvanceCount++;
                road.Coming.Enqueue(now_s + at.ToStop_m / road.Speed_m_s);
            }
            else road.Coming.Enqueue(now_s + 10);
        }
        while (road.Coming.Count > 0 && road.Coming.Peek() <= now_s)
        {
            road.Coming.Dequeue();
            road.Queue++;
            road.StopUntil_s = now_s + Pulse_s;
        }
        var green = OrderPhases.Has(cabinet.Unit.Greens, road.Lane.Phase);
        if (!green) road.GreenSince_s = double.NaN;
        else if (double.IsNaN(road.GreenSince_s)) (road.GreenSince_s, road.NextLeaves_s) = (now_s, now_s + StartUp_s);
        if (green && road.Queue > 0 && now_s >= road.NextLeaves_s)
        {
            road.Queue--;
            road.Passed++;
            road.StopCount++;
            road.NextLeaves_s = now_s + Headway_s;
            road.StopUntil_s = now_s + Pulse_s;
        }
        road.Waited_s += road.Queue * step_s;
        Show(road, green, step_s);
    }

    void Show(Road road, bool green, double step_s)
    {
        if (road.Lane.Stop is { } stop)
        {
            var on = now_s < road.StopUntil_s || (road.Queue > 0 && !green);
            cabinet.Unit.Detect(stop.Number, on && !cabinet.FailedDetectors.Contains(stop.Number));
            if (on) road.StopOn_s += step_s;
        }
        if (road.Lane.Advance is { } advance)
        {
            var on = now_s < road.AdvanceUntil_s || road.Queue * 7.5 > advance.ToStop_m;
            cabinet.Unit.Detect(advance.Number, on && !cabinet.FailedDetectors.Contains(advance.Number));
            if (on) road.AdvanceOn_s += step_s;
        }
    }

    void Report()
    {
        var period_s = now_s - reported_s;
        foreach (var road in roads)
        {
            if (road.Lane.Stop is { } stop) cabinet.Report[stop.Number] = (Math.Min(254, road.StopCount), (int)Math.Min(200, 200 * road.StopOn_s / period_s));
            if (road.Lane.Advance is { } advance) cabinet.Report[advance.Number] = (Math.Min(254, road.AdvanceCount), (int)Math.Min(200, 200 * road.AdvanceOn_s / period_s));
            (road.StopCount, road.AdvanceCount, road.StopOn_s, road.AdvanceOn_s) = (0, 0, 0, 0);
        }
        reported_s = now_s;
        cabinet.ReportNumber++;
    }

    // Xorshift (Marsaglia 2003): the same traffic on each machine.
    double Chance()
    {
        chance ^= chance << 13;
        chance ^= chance >> 17;
        chance ^= chance << 5;
        return chance / (double)uint.MaxValue;
    }
}
