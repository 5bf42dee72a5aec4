using System.Diagnostics;
using System.Globalization;
using Cardo.Traffic.Adaptive;
using Cardo.Traffic.Emergency;
using Cardo.Traffic.Guarding;

namespace Cardo.Traffic;

/// <summary>The controllers of a city's signals: each second they look, decide where the choice is free, and pass the guard.</summary>
internal sealed class SignalRoom
{
    const int MostFaults = 100;

    readonly ISignalController plant;
    readonly JunctionModel[] models;
    readonly JunctionWatch[] watches;
    readonly Guard[] guards;
    readonly string[] wanted;
    readonly FixedPlan[] plans;
    readonly string?[] lost;
    readonly string?[] fault;
    readonly CityWatch city;
    readonly Tuning tuning;

    public SignalRoom(ISignalController plant, RoadNetwork network, IReadOnlyList<string> laneIds, Tuning tuning)
    {
        this.plant = plant;
        (this.tuning, this.laneIds, this.network) = (tuning, laneIds, network);
        models = [.. plant.Intersections.Select(i => { var rules = new SafetyRules(i); return new JunctionModel(i, rules, Guarding.Stages.Of(i, rules), network); })];
        watches = [.. models.Select(m => new JunctionWatch(m, tuning, plant.Time_s))];
        guards = [.. models.Select(m => new Guard(m.Rules, m.Stages[..m.ByRule], m.Stages[0], plant.Time_s, m.ClearAt_m))];
        plans = [.. models.Select(m => new FixedPlan(m.Intersection.Plan))];
        (lost, fault) = (new string?[models.Length], new string?[models.Length]);
        wanted = [.. models.Select(m => m.Stages[0])];
        for (var j = 0; j < models.Length; j++) models[j].Reaches = Reaching(j);
        city = new CityWatch(models, watches, laneIds, new Corridors(models, watches, network, laneIds));
    }

    /// <summary>Who is given way, or null where nobody is.</summary>
    public PriorityDesk? Priority { get; private set; }

    readonly IReadOnlyList<string> laneIds;
    readonly RoadNetwork network;

    /// <summary>From now on emergency vehicles are given way.</summary>
    public PriorityDesk GiveWay() => Priority ??= new PriorityDesk(models, watches, network);

    public long Decisions { get; private set; }

    public long DecisionTicks { get; private set; }

    public IReadOnlyList<JunctionModel> Models => models;

    /// <summary>Why a junction runs its fixed plan, or null while it decides for itself.</summary>
    public string? Fault(int junction) => fault[junction];

    /// <summary>When which junction went over to its fixed plan and why, the first ones.</summary>
    public List<string> Faults { get; } = [];

    /// <summary>By junction, what stands between its decisions and its lamps.</summary>
    public IReadOnlyList<Guard> Guards => guards;

    /// <summary>Hears each decision.</summary>
    public Action<int, Decision, Snapshot>? Decided { get; set; }

    /// <summary>One second of every signal.</summary>
    public void Tick()
    {
        var now = plant.Time_s;
        city.Look(plant.Seen, now);
        Priority?.Look(plant.Seen, laneIds, now);
        for (var j = 0; j < models.Length; j++)
        {
            var guard = guards[j];
            if (plant.Shows(j) is { } shows) { Cabinet(j, shows, now); continue; }
            var stage = models[j].StageOf(guard.Goal);
            var seen = watches[j].Look(now, stage, (int)Math.Min(999, guard.Age_s(now)), guard.Shown);
            Note(j, lost[j] ?? watches[j].Health.Fault, now);
            if (fault[j] is not null) wanted[j] = Priority?.Wanted(j) ?? plans[j].At(now);
            else if (guard.Free(now)) Choose(j, seen);
            lost[j] = plant.Show(j, guard.Step(now, wanted[j], watches[j].Inside_m)).Try(out _, out var refusal) ? null : refusal.Message;
        }
    }

    bool[,]? Reaching(int junction)
    {
        if (plant.Shows(junction) is null) return null;
        var stages = models[junction].Stages;
        var reaches = new bool[stages.Length, stages.Length];
        for (var a = 0; a < stages.Length; a++)
            for (var b = 0; b < stages.Length; b++) reaches[a, b] = plant.Reaches(junction, stages[a], stages[b]);
        return reaches;
    }

    /// <summary>A second of a signal that keeps its own times: the guard follows what it shows and says where to go; in any doubt it is left to its own plan.</summary>
    void Cabinet(int junction, string shows, double now)
    {
        var (guard, model) = (guards[junction], models[junction]);
        var at = model.StageOf(shows);
        guard.Follow(now, shows, fault[junction] is null ? null : model.Stages[at]);
        var seen = watches[junction].Look(now, at, (int)Math.Min(999, guard.Age_s(now)), shows);
        Note(junction, plant.RunsItself(junction) ?? watches[junction].Health.Fault ?? lost[junction], now);
        if (fault[junction] is not null)
        {
            lost[junction] = plant.Leave(junction).Try(out _, out var left) ? null : left.Message;
            wanted[junction] = guard.Goal;
            return;
        }
        if (guard.Free(now)) Choose(junction, seen);
        lost[junction] = plant.Show(junction, guard.Ask(now, wanted[junction])).Try(out _, out var refusal) ? null : refusal.Message;
    }

    void Choose(int junction, Snapshot seen)
    {
        var start = Stopwatch.GetTimestamp();
        var decision = Decide.Next(models[junction], seen, tuning);
        DecisionTicks += Stopwatch.GetTimestamp() - start;
        Decisions++;
        wanted[junction] = models[junction].Stages[decision.Stage];
        Decided?.Invoke(junction, decision, seen);
    }

    void Note(int junction, string? why, double now_s)
    {
        if (why is not null && fault[junction] is null && Faults.Count < MostFaults)
            Faults.Add(string.Create(CultureInfo.InvariantCulture, $"{models[junction].Intersection.Id}: fixed plan from {now_s:0} s on: {why}"));
        fault[junction] = why;
    }
}
