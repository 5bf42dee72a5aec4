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

    static readonly double[] bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    readonly MeterListener listener = new();
    readonly ConcurrentDictionary<(Instrument Instrument, string Tags), Cell> cells = new();

    sealed class Cell
    {
        public double Value;
        public long Count;
        public readonly long[] Buckets = new long[bounds.Length];
    }

    public Metrics()
    {
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Meter.Name.StartsWith("Cardo", StringComparison.OrdinalIgnoreCase) || instrument.Meter.Name is "System.Runtime" or "Microsoft.AspNetCore.Hosting" or "Microsoft.AspNetCore.Server.Kestrel")
                l.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((i, v, tags, _) => Measure(i, v, tags));
        listener.SetMeasurementEventCallback<int>((i, v, tags, _) => Measure(i, v, tags));
        listener.SetMeasurementEventCallback<double>((i, v, tags, _) => Measure(i, v, tags));
        listener.Start();
    }

    void Measure(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var key = (instrument, tags.Length == 0 ? "" : Tags(tags));
        if (!cells.TryGetValue(key, out var cell))
            cell = cells.GetOrAdd(cells.Count < MaxSeries ? key : (instrument, "{overflow=\"true\"}"), static _ => new Cell());
        lock (cell)
        {
            if (IsHistogram(instrument)) Bucket(cell, value);
            else if (instrument.IsObservable || IsGauge(instrument)) cell.Value = value;
            else cell.Value += value;
        }
    }

    static void Bucket(Cell cell, double value)
    {
        cell.Value += value;
        cell.Count++;
        for (var i = 0; i < bounds.Length; i++)
            if (value <= bounds[i]) cell.Buckets[i]++;
    }

    static bool IsHistogram(Instrument i) => i.GetType().Name.StartsWith("Histogram", StringComparison.Ordinal);

    static bool IsGauge(Instrument i) => i.GetType().Name.StartsWith("Gauge", StringComparison.Ordinal);

    static bool IsCounter(Instrument i) => i.GetType().Name is var n && (n.StartsWith("Counter", StringComparison.Ordinal) || n.StartsWith("ObservableCounter", StringComparison.Ordinal));

    static string Tags(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var text = new StringBuilder("{");
        foreach (var (name, value) in tags)
        {
            if (text.Length > 1) text.Append(',');
            text.Append(Clean(name)).Append("=\"").Append((value?.ToString() ?? "").Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)).Append('"');
        }
        return text.Append('}').ToString();
    }

    /// <summary>The whole page.</summary>
    public string Render()
    {
        listener.RecordObservableInstruments();
        var page = new StringBuilder();
        foreach (var group in cells.GroupBy(c => c.Key.Instrument).OrderBy(g => g.Key.Name, StringComparer.Ordinal))
        {
            var name = NameOf(group.Key);
            if (!string.IsNullOrEmpty(group.Key.Description)) page.Append("# HELP ").Append(name).Append(' ').Append(group.Key.Description.ReplaceLineEndings(" ")).Append('\n');
            page.Append("# TYPE ").Append(name).Append(IsHistogram(group.Key) ? " histogram\n" : IsCounter(group.Key) ? " counter\n" : " gauge\n");
            foreach (var ((instrument, tags), cell) in group.OrderBy(c => c.Key.Tags, StringComparer.Ordinal))
                lock (cell) Write(page, name, instrument, tags, cell);
        }
        return page.ToString();
    }

    static void Write(StringBuilder page, string name, Instrument instrument, string tags, Cell cell)
    {
        if (!IsHistogram(instrument))
        {
            Line(page, name, tags, cell.Value);
            return;
        }
        var inner = tags.Length > 2 ? tags[1..^1] + "," : "";
        for (var i = 0; i < bounds.Length; i++)
            Line(page, name + "_bucket", $"{{{inner}le=\"{bounds[i].ToString(CultureInfo.InvariantCulture)}\"}}", cell.Buckets[i]);
        Line(page, name + "_bucket", $"{{{inner}le=\"+Inf\"}}", cell.Count);
        Line(page, name + "_sum", tags, cell.Value);
        Line(page, name + "_count", tags, cell.Count);
    }

    static void Line(StringBuilder page, string name, string tags, double value) =>
        page.Append(name).Append(tags).Append(' ').Append(value.ToString("R", CultureInfo.InvariantCulture)).Append('\n');

    static string NameOf(Instrument instrument)
    {
        var name = Clean(instrument.Name);
        var unit = instrument.Unit switch { "s" => "_seconds", "By" => "_bytes", "ms" => "_milliseconds", _ => "" };
        if (unit.Length > 0 && !name.EndsWith(unit, StringComparison.Ordinal)) name += unit;
        return IsCounter(instrument) && !name.EndsWith("_total", StringComparison.Ordinal) ? name + "_total" : name;
    }

    static string Clean(string name) => string.Create(name.Length, name, static (to, from) =>
    {
        for (var i = 0; i < from.Length; i++) to[i] = char.IsAsciiLetterOrDigit(from[i]) || from[i] == '_' ? from[i] : '_';
    });

    public void Dispose() => listener.Dispose();
}
