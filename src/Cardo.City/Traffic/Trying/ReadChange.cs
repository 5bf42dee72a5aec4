using Cardo.Kernel;
using YamlDotNet.RepresentationModel;

namespace Cardo.Traffic.Trying;

/// <summary>Reads a change from YAML. Whatever is wrong is named with its line; nothing is guessed.</summary>
internal sealed class ReadChange() : YamlReading(most: 500, letters: 500)
{
    public const int MaxBytes = 1 << 20;

    public static Outcome<Change> Parse(string text)
    {
        if (text.Length > MaxBytes) return Refusal.Bad("change-too-long", "A change has at most a megabyte.");
        if (!Load(text, "change-unreadable", "The change").Try(out var yaml, out var refusal)) return refusal;
        var read = new ReadChange();
        var change = yaml.Documents.Count == 0 ? Change.None : read.Whole(yaml.Documents[0].RootNode);
        return read.Faults.Count == 0 ? change : Refusal.Bad("change-wrong", $"The change has {(read.Faults.Count == 1 ? "a fault" : $"{read.Faults.Count} faults")}; nothing was run.") with { Details = read.Faults };
    }

    Change Whole(YamlNode node)
    {
        var change = Change.None;
        foreach (var (key, value) in Fields(node, "the change"))
            switch (key)
            {
                case "name": change = change with { Name = Text(value) }; break;
                case "demand": change = change with { Demand = Number(value, "demand", 0.05, 5) ?? 1 }; break;
                case "control": change = change with { Control = OneOf(value, "control", "fixed", "adaptive") }; break;
                case "today": change = change with { Today = OneOf(value, "today", "fixed", "adaptive") }; break;
                case "closed": change = change with { Closed = [.. List(value, "closed").Select(Closed)] }; break;
                case "plans": change = change with { Plans = [.. List(value, "plans").Select(Plan)] }; break;
                case "priority": change = change with { Priorities = [.. List(value, "priority").Select(Way)] }; break;
                default: Wrong(value, $"'{key}' is not known here; there are name, demand, control, today, closed, plans and priority"); break;
            }
        return change;
    }

    Closure Closed(YamlNode node)
    {
        if (node is YamlScalarNode only) return new Closure(only.Value ?? "", null, null);
        var closure = new Closure("", null, null);
        foreach (var (key, value) in Fields(node, "closed"))
            switch (key)
            {
                case "road": closure = closure with { Edge = Text(value) }; break;
                case "from_s": closure = closure with { From_s = Number(value, key, 0, 1e7) }; break;
                case "to_s": closure = closure with { To_s = Number(value, key, 0, 1e7) }; break;
                default: Wrong(value, $"'{key}' is not known of a closed road; there are road, from_s and to_s"); break;
            }
        if (closure.Edge.Length == 0) Wrong(node, "a closed road needs its id: road: ID");
        return closure;
    }

    PlanChange Plan(YamlNode node)
    {
        var plan = new PlanChange("", null, null);
        foreach (var (key, value) in Fields(node, "plans"))
            switch (key)
            {
                case "signal": plan = plan with { Signal = Text(value) }; break;
                case "offset_s": plan = plan with { Offset_s = Number(value, key, -3600, 3600) }; break;
                case "phases": plan = plan with { Phases = [.. List(value, "phases").Select(Phase)] }; break;
                default: Wrong(value, $"'{key}' is not known of a plan; there are signal, offset_s and phases"); break;
            }
        if (plan.Signal.Length == 0) Wrong(node, "a plan needs its signal: signal: ID");
        if (plan is { Phases: null, Offset_s: null }) Wrong(node, "a plan needs phases, an offset_s, or both");
        return plan;
    }

    Phase Phase(YamlNode node)
    {
        var phase = new Phase("", 0);
        foreach (var (key, value) in Fields(node, "phases"))
            switch (key)
            {
                case "state": phase = phase with { State = Text(value) }; break;
                case "duration_s": phase = phase with { Duration_s = Number(value, key, 1, 600) ?? 1 }; break;
                default: Wrong(value, $"'{key}' is not known of a phase; there are state and duration_s"); break;
            }
        if (phase.State.Length == 0 || phase.Duration_s == 0) Wrong(node, "a phase needs a state (a letter a lamp) and a duration_s");
        return phase;
    }

    Priority Way(YamlNode node)
    {
        var way = new Priority([], 0.15, null);
        foreach (var (key, value) in Fields(node, "priority"))
            switch (key)
            {
                case "roads": way = way with { Edges = [.. List(value, "roads").Select(Text)] }; break;
                case "gain": way = way with { Gain = Number(value, key, 0, 0.5) ?? 0 }; break;
                case "speed_km_h": way = way with { Speed_km_h = Number(value, key, 5, 150) }; break;
                default: Wrong(value, $"'{key}' is not known of a priority route; there are roads, gain and speed_km_h"); break;
            }
        if (way.Edges.Count < 2) Wrong(node, "a priority route needs two roads at least: roads: [A, B]");
        return way;
    }
}
