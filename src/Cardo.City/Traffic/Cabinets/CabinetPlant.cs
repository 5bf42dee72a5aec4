using Cardo.Kernel;

namespace Cardo.Traffic.Cabinets;

/// <summary>
/// The city's cabinets as the plant of the signals. Each has a line of its own, so that a silent one holds nobody up; a second
/// here only takes what the lines have heard. Vehicles are estimated from the loops lane by lane.
/// </summary>
internal sealed class CabinetPlant : ISignalController
{
    readonly IReadOnlyList<CabinetLink> links;
    readonly TimeProvider clock;
    readonly double begin_s;
    readonly int[][] phases;
    readonly List<Sighting> seen = [];
    readonly List<LaneView>[] lanes;
    int vehicles;
    Sighting[] told = [];

    sealed record LaneView(CabinetLane Lane, LaneEstimate Estimate, int Index, int Exit);

    public CabinetPlant(IReadOnlyList<CabinetLink> links, RoadNetwork network, TimeProvider clock)
    {
        (this.links, this.clock, Network) = (links, clock, network);
        begin_s = Clock_s;
        LaneIds = [.. network.Lanes.Keys];
        var number = LaneIds.Select((id, i) => (id, i)).ToDictionary(x => x.id, x => x.i, StringComparer.Ordinal);
        phases = [.. links.Select(l => l.Profile.Phases)];
        lanes = [.. links.Select(l => l.Profile.Approaches.SelectMany(a => a.Lanes.Select((lane, k) => new LaneView(lane,
            new LaneEstimate(a.Speed_km_h / 3.6, lane.Advance?.ToStop_m ?? 0), number[CabinetNetwork.LaneId(l.Profile, a, k)], number[CabinetNetwork.ExitId(l.Profile, CabinetNetwork.ExitOf(a.From, lane.Turns[0]))]))).ToList())];
    }

    public RoadNetwork Network { get; }

    public IReadOnlyList<string> LaneIds { get; }

    public IReadOnlyList<CabinetLink> Links => links;

    public IReadOnlyList<Intersection> Intersections => Network.Intersections;

    public double Time_s { get; private set; }

    public ReadOnlySpan<Sighting> Seen => told;

    double Clock_s => clock.GetTimestamp() / (double)clock.TimestampFrequency;

    public string Shows(int intersection) => links[intersection].Reading?.Lamps(phases[intersection]) ?? new string('r', phases[intersection].Length);

    public string? RunsItself(int intersection) => links[intersection] is { Takes: false } link ? link.Now.State.ToString().ToLowerInvariant() : null;

    public Outcome<Done> Leave(int intersection)
    {
        links[intersection].Leave();
        return Done.It;
    }

    public Outcome<Done> Show(int intersection, string state)
    {
        if ((uint)intersection >= (uint)links.Count) return Refusal.NotFound("signal-unknown", $"There is no signal {intersection}; nothing was shown.");
        if (state.Length != phases[intersection].Length) return Refusal.Bad("state-misfit", $"Signal {links[intersection].Profile.Id} has {phases[intersection].Length} phases, not {state.Length}; it goes on with what it shows.");
        links[intersection].Want(Greens(intersection, state));
        return Done.It;
    }

    public bool Reaches(int intersection, string from, string to) => OrderPhases.Reaches(links[intersection].Profile, Greens(intersection, from), Greens(intersection, to));

    uint Greens(int intersection, string state) => OrderPhases.Bits(phases[intersection].Where((_, i) => state[i] is 'G' or 'g'));

    public Outcome<Done> Step()
    {
        Time_s = Clock_s - begin_s;
        seen.Clear();
        for (var j = 0; j < links.Count; j++)
            lock (links[j].Gate) Look(j);
        told = [.. seen];
        return Done.It;
    }

    void Look(int junction)
    {
        var link = links[junction];
        foreach (var view in lanes[junction])
        {
            if (link.Reading is not { } reading) { view.Estimate.Forget(); continue; }
            var tally = (CabinetDetector? d) => d is null ? null : link.Detectors[d.Number];
            view.Estimate.Look(Clock_s, OrderPhases.Has(reading.Greens, view.Lane.Phase), tally(view.Lane.Stop), tally(view.Lane.Advance), () => vehicles++, OrderPhases.Has(reading.PedCalls, view.Lane.Phase));
            foreach (var car in view.Estimate.Left) seen.Add(new Sighting(car.Id, view.Exit, 5, (float)car.Speed_m_s, view.Index));
            foreach (var car in view.Estimate.Cars)
            {
                seen.Add(new Sighting(car.Id, view.Index, (float)Math.Max(0, CabinetNetwork.Long_m - car.ToStop_m), (float)car.Speed_m_s, car.Told ? view.Index : -1));
                car.Told = true;
            }
        }
    }

    /// <summary>Vehicles that are thought to stand or come, by lane in the profile's order.</summary>
    public IReadOnlyList<int> Estimates(int junction) => [.. lanes[junction].Select(l => l.Estimate.Cars.Count)];

    public void Dispose()
    {
        foreach (var link in links) link.Dispose();
    }
}
