using System.Text;
using Cardo.Kernel;
using Cardo.Standards.TraCi;

namespace Cardo.Traffic.Sumo;

/// <summary>
/// A simulated city as the plant of the signals. Each vehicle is subscribed to once, when it departs, for its lane and place;
/// one message a second carries everything that is to be shown and asks for the next second.
/// </summary>
internal sealed class SumoPlant : ISignalController
{
    const double Forever_s = 1e9;
    static readonly byte[] Watched = [TraCiVariable.LaneId, TraCiVariable.LanePosition];
    static readonly byte[] Clock = [TraCiVariable.Time, TraCiVariable.DepartedIds, TraCiVariable.ArrivedIds, TraCiVariable.MinExpected];
    static readonly byte[] ClockAndPending = [.. Clock, TraCiVariable.PendingIds];

    readonly TraCiClient client;
    readonly SumoProcess process;
    readonly Utf8Names vehicles = new();
    readonly Utf8Names lanes = new();
    readonly List<string> departed = [];
    readonly HashSet<string> waiting = new(StringComparer.Ordinal);
    readonly List<string> ways = [];
    readonly Dictionary<string, string> showing = new(StringComparer.Ordinal);
    Sighting[] seen = new Sighting[256];
    readonly Tracks tracks;
    double step_s = 1;
    int count;
    readonly bool watch;

    SumoPlant(TraCiClient client, SumoProcess process, RoadNetwork network, IReadOnlyList<Intersection> intersections, bool watch)
    {
        (this.client, this.process, Network, Intersections, this.watch) = (client, process, network, intersections, watch);
        foreach (var lane in network.Lanes.Values)
        {
            var index = lanes.Take(lane.Id);
            if (index == LaneIds.Count) LaneIds.Add(lane.Id);
        }
        tracks = new Tracks(network, LaneIds);
    }

    public RoadNetwork Network { get; }

    public IReadOnlyList<Intersection> Intersections { get; }

    /// <summary>The plant's lanes by their numbers.</summary>
    public List<string> LaneIds { get; } = [];

    public double Time_s { get; private set; }

    /// <summary>Vehicles on the road or still to come.</summary>
    public int Expected { get; private set; } = int.MaxValue;

    /// <summary>What SUMO refused so far, each once: nothing of it was done.</summary>
    public HashSet<string> Refusals { get; } = new(StringComparer.Ordinal);

    /// <summary>Which vehicles' ways are asked for when they depart, or earlier where there is no room for them to.</summary>
    public Func<string, bool>? Followed
    {
        get;
        set
        {
            field = value;
            client.Out.Subscribe(TraCiDomain.Simulation, "", 0, Forever_s, value is null ? Clock : ClockAndPending);
            client.Expect(TraCiCommand.Subscribe(TraCiDomain.Simulation));
        }
    }

    /// <summary>Hears the way of a followed vehicle, edge by edge.</summary>
    public Action<int, string[]>? Way { get; set; }

    /// <summary>Followed vehicles that have departed and not yet arrived.</summary>
    public HashSet<string> OnTheWay { get; } = new(StringComparer.Ordinal);

    /// <summary>Followed vehicles that should have departed and find no room to.</summary>
    public int Waiting => waiting.Count;

    public ReadOnlySpan<Sighting> Seen => seen.AsSpan(0, count);

    public string VehicleId(int vehicle) => vehicles.Text(vehicle);

    /// <summary>The number of a vehicle that was seen, or -1.</summary>
    public int VehicleOf(string id) => vehicles.Find(Encoding.UTF8.GetBytes(id));

    public TraCiClient Client => client;

    /// <summary>Connects to a SUMO that was started, and keeps of the network's intersections those it knows.</summary>
    /// <param name="watch">whether vehicles are subscribed to; without, time alone passes</param>
    public static Outcome<SumoPlant> Connect(SumoProcess process, RoadNetwork network, bool watch = true)
    {
        if (!TraCiClient.Connect(process.Port, () => process.Died).Try(out var client, out var refusal)) return refusal;
        var known = new HashSet<string>(StringComparer.Ordinal);
        void Hear(byte command, ref TraCiReader reader)
        {
            if (command != TraCiCommand.GetAnswer(TraCiDomain.TrafficLight)) return;
            _ = reader.Byte();
            _ = reader.Utf8();
            if (reader.Byte() == TraCiTag.TextList) known.UnionWith(reader.TextList());
        }
        client.Out.GetVersion();
        client.Expect(TraCiCommand.GetVersion);
        client.Out.Get(TraCiDomain.TrafficLight, TraCiVariable.IdList, "");
        client.Expect(TraCiCommand.Get(TraCiDomain.TrafficLight));
        client.Out.Subscribe(TraCiDomain.Simulation, "", 0, Forever_s, Clock);
        client.Expect(TraCiCommand.Subscribe(TraCiDomain.Simulation));
        if (!client.Send(Hear).Try(out _, out refusal))
        {
            client.Dispose();
            // It listens before it has read its files, and ends when it can't.
            return process.Dying is not { } why ? refusal : process.Spoke ? Refusal.Bad("sumo-refused", $"SUMO cannot run this city: {why}") : LastWords(refusal, why);
        }
        return new SumoPlant(client, process, network, [.. network.Intersections.Where(i => known.Contains(i.Id))], watch);
    }

    public Outcome<Done> Show(int intersection, string state)
    {
        if ((uint)intersection >= (uint)Intersections.Count) return Refusal.NotFound("signal-unknown", $"There is no signal {intersection}; nothing was shown.");
        var id = Intersections[intersection].Id;
        // SUMO 1.15 ends when it is told too few lamps.
        if (state.Length != Intersections[intersection].Movements.Count) return Refusal.Bad("state-misfit", $"Signal {id} has {Intersections[intersection].Movements.Count} lamps, not {state.Length}; it goes on with what it shows.");
        if (showing.TryGetValue(id, out var now) && ReferenceEquals(now, state)) return Done.It;
        showing[id] = state;
        client.Out.SetText(TraCiDomain.TrafficLight, TraCiVariable.SignalState, id, state);
        client.Expect(TraCiCommand.Set(TraCiDomain.TrafficLight));
        return Done.It;
    }

    public Outcome<Done> Step()
    {
        // Who departed in the step before is watched from now on; the answer to the subscription already places him.
        if (watch)
            foreach (var id in departed)
            {
                client.Out.Subscribe(TraCiDomain.Vehicle, id, 0, Forever_s, Watched);
                client.Expect(TraCiCommand.Subscribe(TraCiDomain.Vehicle));
                if (Followed?.Invoke(id) != true) continue;
                OnTheWay.Add(id);
                if (!waiting.Remove(id)) ways.Add(id);
            }
        departed.Clear();
        foreach (var id in ways)
        {
            client.Out.Get(TraCiDomain.Vehicle, TraCiVariable.Edges, id);
            client.Expect(TraCiCommand.Get(TraCiDomain.Vehicle));
        }
        ways.Clear();
        client.Out.SimulationStep();
        client.Expect(TraCiCommand.SimulationStep);
        count = 0;
        if (!client.Send(Hear).Try(out _, out var refusal)) return process.Dying is { } why ? LastWords(refusal, why) : refusal;
        foreach (var text in client.Refused)
            if (Refusals.Count < 1000) Refusals.Add(text);
        return Done.It;
    }

    static Refusal LastWords(Refusal refusal, string words) => refusal with { Message = $"{refusal.Message} SUMO's last words: {words}" };

    void Hear(byte command, ref TraCiReader reader)
    {
        if (command == TraCiCommand.GetAnswer(TraCiDomain.Vehicle)) Edges(ref reader);
        if (command == TraCiCommand.SubscribeAnswer(TraCiDomain.Vehicle)) Vehicle(ref reader);
        else if (client.InStep && command == TraCiCommand.SubscribeAnswer(TraCiDomain.Simulation)) Simulation(ref reader);
    }

    void Vehicle(ref TraCiReader reader)
    {
        var vehicle = vehicles.Take(reader.Utf8());
        var (lane, position) = (-1, 0.0);
        for (var left = reader.Byte(); left > 0; left--)
        {
            var (_, ok, tag) = reader.Variable();
            if (ok && tag == TraCiTag.Text) lane = lanes.Find(reader.Utf8());
            else if (ok && tag == TraCiTag.Double) position = reader.Double();
            else reader.SkipValue(tag);
        }
        // A new subscription is answered at once with where it departs; the step's own answer follows in the same message.
        if (!client.InStep)
        {
            tracks.Departs(vehicle, lane, position);
            return;
        }
        var (before, speed) = tracks.Moves(vehicle, lane, position, step_s);
        // Parked or teleporting vehicles are on no lane.
        if (lane < 0) return;
        if (count == seen.Length) Array.Resize(ref seen, count * 2);
        seen[count++] = new Sighting(vehicle, lane, (float)position, speed, before);
    }

    void Edges(ref TraCiReader reader)
    {
        if (reader.Byte() != TraCiVariable.Edges) return;
        var vehicle = vehicles.Take(reader.Utf8());
        if (reader.Byte() == TraCiTag.TextList) Way?.Invoke(vehicle, reader.TextList());
    }

    void Simulation(ref TraCiReader reader)
    {
        _ = reader.Utf8();
        for (var left = reader.Byte(); left > 0; left--)
        {
            var (variable, ok, tag) = reader.Variable();
            if (ok && variable == TraCiVariable.Time) Clocked(reader.Number(tag));
            else if (ok && variable == TraCiVariable.MinExpected) Expected = (int)reader.Number(tag);
            else if (ok && variable == TraCiVariable.DepartedIds && tag == TraCiTag.TextList) departed.AddRange(reader.TextList());
            else if (ok && variable == TraCiVariable.ArrivedIds && tag == TraCiTag.TextList && OnTheWay.Count > 0)
                foreach (var id in reader.TextList()) OnTheWay.Remove(id);
            else if (ok && variable == TraCiVariable.PendingIds && tag == TraCiTag.TextList)
                foreach (var id in reader.TextList().Where(id => Followed?.Invoke(id) == true && waiting.Add(id))) ways.Add(id);
            else reader.SkipValue(tag);
        }
    }

    void Clocked(double now_s)
    {
        if (now_s > Time_s && Time_s > 0) step_s = now_s - Time_s;
        Time_s = now_s;
    }

    /// <summary>Ends the simulation and waits until its files are written.</summary>
    public Outcome<Done> Close()
    {
        client.Out.Clear();
        client.Out.Close();
        client.Expect(TraCiCommand.Close);
        // SUMO may close before it answers; what counts is that it ends well.
        _ = client.Send(static (byte _, ref TraCiReader _) => { });
        if (!process.Wait(TimeSpan.FromMinutes(2)).Try(out var code, out var refusal)) return refusal;
        return code == 0 ? Done.It : new Refusal(RefusalKind.Unavailable, "sumo-failed", $"SUMO ended with code {code}: {process.Died}");
    }

    public void Dispose() => client.Dispose();
}
