using System.Globalization;
using Cardo.Indicators.Files;

namespace Cardo.Indicators.Composite;

/// <summary>Which row of the model each line of the file belongs to: units in the order of the file, periods in the order of time.</summary>
internal sealed class Rows
{
    readonly Table table;
    readonly string unit, period;
    readonly Dictionary<(string, string), int> rows = [];
    readonly List<int> lines = [];

    public Rows(Table table, string unit, string period, bool isLong, Faults faults)
    {
        (this.table, this.unit, this.period) = (table, unit, period);
        for (var r = 0; r < table.Count; r++)
        {
            if (Table.IsMissing(table.Text(r, unit)) && table.Text(r, unit) != "NA") { faults.Say($"{table.Place(r, unit)}: the unit is missing."); continue; }
            if (period.Length > 0 && Table.IsMissing(table.Text(r, period))) { faults.Say($"{table.Place(r, period)}: the period is missing."); continue; }
            if (rows.TryAdd(Key(r), rows.Count)) lines.Add(r);
            else if (!isLong) faults.Say($"{table.Place(r, unit)}: \"{table.Text(r, unit)}\"{(period.Length > 0 ? $" {table.Text(r, period)}" : "")} is there twice, first on line {table.LineOf(lines[rows[Key(r)]])}.");
        }
    }

    (string, string) Key(int line) => (table.Text(line, unit), period.Length > 0 ? table.Text(line, period) : "");

    public int Count => lines.Count;

    /// <summary>The table row that each model row was first seen on.</summary>
    public int[] Lines => [.. lines];

    public int Of(int line) => rows[Key(line)];

    public string Place(int row, string column) => table.Has(column) ? table.Place(lines[row], column) : $"{table.File} line {table.LineOf(lines[row])}, {column}";

    public CompositeData Data(Table from, string name, string by, string basePeriod, double[] raw, double[] divisors, double[] prepared)
    {
        var (units, periods) = (lines.Select(l => from.Text(l, unit)).ToArray(), lines.Select(l => period.Length > 0 ? from.Text(l, period) : "").ToArray());
        var all = Enumerable.Range(0, Count).ToArray();
        var ordered = periods.Distinct().OrderBy(p => double.TryParse(p, CultureInfo.InvariantCulture, out var t) ? t : 0).ThenBy(p => p, StringComparer.Ordinal).ToList();
        var pools = ordered.Select(p => all.Where(r => periods[r] == p).ToArray()).ToArray();
        var (groups, names) = (new Dictionary<string, int[]>(), new Dictionary<string, string[]>());
        if (by.Length > 0)
        {
            var texts = lines.Select(l => from.Text(l, by)).ToArray();
            var known = texts.Distinct().ToList();
            (groups[by], names[by]) = ([.. texts.Select(t => known.IndexOf(t))], [.. known]);
        }
        return new CompositeData
        {
            Rows = Count,
            Units = units,
            Periods = periods,
            Times = Files.Calendar.Of(periods) is { } calendar ? Array.ConvertAll(periods, calendar.Read) : Array.ConvertAll(periods, p => (double)ordered.IndexOf(p)),
            Raw = raw,
            Divisors = divisors,
            Prepared = prepared,
            Groups = groups,
            GroupNames = names,
            ImputeBy = by,
            Names = [.. lines.Select(l => name.Length > 0 ? from.Text(l, name) : from.Text(l, unit))],
            Series = [.. all.GroupBy(r => units[r]).Select(g => g.OrderBy(r => ordered.IndexOf(periods[r])).ToArray())],
            AllPool = [new Pool("", all, all)],
            PeriodPools = [.. ordered.Select((p, i) => new Pool(p, pools[i], pools[i]))],
            BasePools = ordered.IndexOf(basePeriod) is var b and >= 0 && basePeriod.Length > 0 ? [new Pool("", all, pools[b])] : [],
            File = from.File,
            Lines = [.. lines.Select(from.LineOf)],
        };
    }
}
