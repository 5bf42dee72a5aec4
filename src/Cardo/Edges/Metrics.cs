using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace Cardo.Server.Edges;

/// <summary>
/// <c>/metrics</c>: every instrument of the program and of the framework in the Prometheus text format 0.0.4, under
/// OpenTelemetry's names (dots become underscores, counters end in _total, units are spelt out). At most
/// <see cref="MaxSeries"/> combinations of tags are kept; more are counted together, so that no sender can fill the memory.
/// </summary>
internal sealed class Metrics : IDisposable
{
    const int MaxSeries = 2_000;

    internal static readonly double[] Bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    readonly MeterListener listener = new();
    readonly ConcurrentDictionary<Instrument, Family> families = new();
    int series;

    public Metrics()
    {
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Meter.Name.StartsWith("Cardo", StringComparison.OrdinalIgnoreCase) || instrument.Meter.Name is "System.Runtime" or "Microsoft.AspNetCore.Hosting" or "Microsoft.AspNetCore.Server.Kestrel")
                l.EnableMeasurementEvents(instrument, families.GetOrAdd(instrument, static i => new Family(i)));
        };
        listener.SetMeasurementEventCallback<long>((_, v, tags, family) => Measure((Family)family!, v, tags));
        listener.SetMeasurementEventCallback<int>((_, v, tags, family) => Measure((Family)family!, v, tags));
        listener.SetMeasurementEventCallback<double>((_, v, tags, family) => Measure((Family)family!, v, tags));
        listener.Start();
    }

    void Measure(Family family, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var cell = family.Find(tags) ?? family.Add(tags, Interlocked.Increment(ref series) <= MaxSeries);
        lock (cell)
        {
            if (family.Kind == FamilyKind.Histogram) Bucket(cell, value);
            else if (family.Sets) cell.Value = value;
            else cell.Value += value;
        }
    }

    static void Bucket(Cell cell, double value)
    {
        cell.Value += value;
        cell.Count++;
        for (var i = 0; i < Bounds.Length; i++)
            if (value <= Bounds[i]) cell.Buckets[i]++;
    }

    /// <summary>The whole page.</summary>
    public string Render()
    {
        listener.RecordObservableInstruments();
        var page = new StringBuilder();
        foreach (var family in families.Values.Where(f => f.Cells.Count > 0).OrderBy(f => f.Instrument.Name, StringComparer.Ordinal))
        {
            var name = NameOf(family);
            if (!string.IsNullOrEmpty(family.Instrument.Description)) page.Append("# HELP ").Append(name).Append(' ').Append(family.Instrument.Description.ReplaceLineEndings(" ")).Append('\n');
            page.Append("# TYPE ").Append(name).Append(family.Kind switch { FamilyKind.Histogram => " histogram\n", FamilyKind.Counter => " counter\n", _ => " gauge\n" });
            foreach (var cell in family.Cells.OrderBy(c => c.Tags, StringComparer.Ordinal))
                lock (cell) Write(page, name, family, cell);
        }
        return page.ToString();
    }

    static void Write(StringBuilder page, string name, Family family, Cell cell)
    {
        var tags = cell.Tags;
        if (family.Kind != FamilyKind.Histogram)
        {
            Line(page, name, tags, cell.Value);
            return;
        }
        var inner = tags.Length > 2 ? tags[1..^1] + "," : "";
        for (var i = 0; i < Bounds.Length; i++)
            Line(page, name + "_bucket", $"{{{inner}le=\"{Bounds[i].ToString(CultureInfo.InvariantCulture)}\"}}", cell.Buckets[i]);
        Line(page, name + "_bucket", $"{{{inner}le=\"+Inf\"}}", cell.Count);
        Line(page, name + "_sum", tags, cell.Value);
        Line(page, name + "_count", tags, cell.Count);
    }

    static void Line(StringBuilder page, string name, string tags, double value) =>
        page.Append(name).Append(tags).Append(' ').Append(value.ToString("R", CultureInfo.InvariantCulture)).Append('\n');

    static string NameOf(Family family)
    {
        var name = Clean(family.Instrument.Name);
        var unit = family.Instrument.Unit switch { "s" => "_seconds", "By" => "_bytes", "ms" => "_milliseconds", _ => "" };
        if (unit.Length > 0 && !name.EndsWith(unit, StringComparison.Ordinal)) name += unit;
        return family.Kind == FamilyKind.Counter && !name.EndsWith("_total", StringComparison.Ordinal) ? name + "_total" : name;
    }

    internal static string Clean(string name) => string.Create(name.Length, name, static (to, from) =>
    {
        for (var i = 0; i < from.Length; i++) to[i] = char.IsAsciiLetterOrDigit(from[i]) || from[i] == '_' ? from[i] : '_';
    });

    public void Dispose() => listener.Dispose();
}
