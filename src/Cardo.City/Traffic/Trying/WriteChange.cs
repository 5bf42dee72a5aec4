using System.Globalization;
using System.Text;

namespace Cardo.Traffic.Trying;

/// <summary>A change as YAML (docs/formats/traffic-change.md), so that <see cref="ReadChange"/> reads the same again.</summary>
internal static class WriteChange
{
    public static string Text(Change change)
    {
        var text = new StringBuilder();
        void Line(string line) => text.Append(line).Append('\n');
        if (change.Name.Length > 0) Line($"name: {Quoted(change.Name)}");
        if (change.Demand != 1) Line($"demand: {Number(change.Demand)}");
        if (change.Control != "fixed") Line($"control: {change.Control}");
        if (change.Today != "fixed") Line($"today: {change.Today}");
        if (change.Closed.Count > 0) Line("closed:");
        foreach (var closure in change.Closed)
            Line($"  - {{ road: {Quoted(closure.Edge)}{(closure.From_s is { } from ? $", from_s: {Number(from)}" : "")}{(closure.To_s is { } to ? $", to_s: {Number(to)}" : "")} }}");
        if (change.Plans.Count > 0) Line("plans:");
        foreach (var plan in change.Plans)
        {
            Line($"  - signal: {Quoted(plan.Signal)}");
            if (plan.Offset_s is { } offset) Line($"    offset_s: {Number(offset)}");
            if (plan.Phases is null) continue;
            Line("    phases:");
            foreach (var phase in plan.Phases) Line($"      - {{ state: {Quoted(phase.State)}, duration_s: {Number(phase.Duration_s)} }}");
        }
        if (change.Priorities.Count > 0) Line("priority:");
        foreach (var way in change.Priorities)
        {
            Line($"  - roads: [{string.Join(", ", way.Edges.Select(Quoted))}]");
            Line($"    gain: {Number(way.Gain)}");
            if (way.Speed_km_h is { } speed) Line($"    speed_km_h: {Number(speed)}");
        }
        return text.ToString();
    }

    static string Number(double n) => n.ToString("0.######", CultureInfo.InvariantCulture);

    /// <summary>In double quotes, where YAML knows one way only to read it.</summary>
    static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
            quoted.Append(c switch { '"' => "\\\"", '\\' => @"\\", '\n' => "\\n", '\t' => "\\t", _ when char.IsControl(c) => $"\\x{(int)c & 0xff:x2}", _ => c.ToString() });
        return quoted.Append('"').ToString();
    }
}
