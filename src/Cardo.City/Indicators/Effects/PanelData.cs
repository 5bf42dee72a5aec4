using Cardo.Indicators.Files;

namespace Cardo.Indicators.Effects;

/// <summary>A balanced panel: [unit][time].</summary>
internal sealed class PanelData
{
    public required string File { get; init; }

    public required string[] Units { get; init; }

    /// <summary>In the order of time.</summary>
    public required double[] Times { get; init; }

    /// <summary>How the file writes them.</summary>
    public required Calendar Calendar { get; init; }

    public required double[][] Outcome { get; init; }

    /// <summary>First treated time of each unit; infinity for those never treated.</summary>
    public required double[] First { get; init; }

    /// <summary>Covariates at each time, [covariate][unit][time].</summary>
    public required double[][][] Covariates { get; init; }

    /// <summary>Which cluster each unit belongs to; each its own where none is named.</summary>
    public required int[] Cluster { get; init; }

    /// <summary>Units left out because a value was missing, when that is allowed.</summary>
    public int Dropped { get; init; }

    public int TimeOf(double time) => Array.IndexOf(Times, time);

    public static PanelData? Read(SpecNode root, Faults faults)
    {
        var at = root["data"];
        if (root.Spec.Csv(at["file"].Needed("the CSV file of the panel")) is not { } table) return null;
        var (unit, time, outcome) = (at["unit"].Needed("the column of units"), at["time"].Needed("the column of times"), at["outcome"].Needed("the column of outcomes"));
        var named = at["first-treated"];
        var (first, cluster) = (named.IsMap ? "" : named.Text(), at["cluster"].Text());
        var covariates = at["covariates"].Texts();
        var drop = at["drop-incomplete"].Flag();
        at.Close();
        if (faults.Any) return null;
        foreach (var column in (string[])[unit, time, outcome, first, cluster, .. covariates]) if (column.Length > 0) table.Needs(column, faults, "named by data");
        if (faults.Any) return null;
        if (Calendar.Column(table, time, faults) is not var (calendar, times)) return null;
        var values = table.Numbers(outcome, faults, !drop);
        var xs = covariates.Select(c => table.Numbers(c, faults, !drop)).ToArray();
        var start = first.Length > 0 ? Firsts(table, first, calendar, faults) : named.IsMap ? Listed(table, unit, named, calendar) : [];
        for (var r = 0; r < table.Count; r++) if (table.Text(r, unit).Length == 0) faults.Say($"{table.Place(r, unit)}: the unit is missing.");
        if (faults.Any) return null;
        return Arrange(table, unit, cluster, calendar, times, values, xs, start, drop, faults);
    }

    // 0, blank, NA and Inf say never; so does a time after the last.
    static double[] Firsts(Table table, string column, Calendar calendar, Faults faults)
    {
        var firsts = new double[table.Count];
        for (var r = 0; r < table.Count; r++)
        {
            firsts[r] = Begin(table.Text(r, column), calendar);
            if (double.IsNaN(firsts[r])) faults.Say($"{table.Place(r, column)}: \"{table.Text(r, column)}\" is not a time as the panel writes them.");
        }
        return firsts;
    }

    static double Begin(string cell, Calendar calendar) =>
        Table.IsMissing(cell) || cell is "0" or "Inf" or "inf" or "never" ? double.PositiveInfinity : calendar.Read(cell) is var t && t == 0 ? double.PositiveInfinity : t;

    // The specification itself says who began when; whoever it does not name never did.
    static double[] Listed(Table table, string unit, SpecNode named, Calendar calendar)
    {
        var firsts = new double[table.Count];
        Array.Fill(firsts, double.PositiveInfinity);
        var rows = Enumerable.Range(0, table.Count).ToLookup(r => table.Text(r, unit));
        foreach (var (name, value) in named.Members)
        {
            var first = Begin(value.Text(), calendar);
            if (double.IsNaN(first)) value.Say($"\"{value.Text()}\" is not a time as {table.File} writes them.");
            if (!rows.Contains(name)) value.Say($"there is no unit \"{name}\" in {table.File}.");
            foreach (var r in rows[name]) firsts[r] = first;
        }
        return firsts;
    }

    static PanelData? Arrange(Table table, string unit, string cluster, Calendar calendar, double[] times, double[] values, double[][] xs, double[] start, bool drop, Faults faults)
    {
        var order = times.Distinct().Order().ToArray();
        var rows = Enumerable.Range(0, table.Count).GroupBy(r => table.Text(r, unit)).ToDictionary(g => g.Key, g => g.ToArray());
        List<string> units = [];
        List<int[]> kept = [];
        var dropped = 0;
        foreach (var (name, its) in rows)
        {
            var at = order.Select(t => its.Where(r => times[r] == t).ToArray()).ToArray();
            if (at.FirstOrDefault(a => a.Length > 1) is { } twice) { faults.Say($"{table.File} line {table.LineOf(twice[1])}, column {unit}: \"{name}\" is there twice at {calendar.Text(times[twice[1]])}."); continue; }
            var missing = Array.FindIndex(at, a => a.Length == 0 || double.IsNaN(values[a[0]]) || xs.Any(x => double.IsNaN(x[a[0]])));
            if (missing >= 0)
            {
                dropped++;
                if (!drop) faults.Say($"{table.File} line {table.LineOf(its[0])}, column {unit}: \"{name}\" has no value at {calendar.Text(order[missing])}; the panel must be balanced (or say drop-incomplete: true).");
                continue;
            }
            if (start.Length > 0 && its.Any(r => start[r] != start[its[0]])) faults.Say($"{table.File} line {table.LineOf(its.First(r => start[r] != start[its[0]]))}: \"{name}\" has two first treated times.");
            units.Add(name);
            kept.Add([.. at.Select(a => a[0])]);
        }
        if (units.Count < 2) faults.Say($"{table.File}: {units.Count} complete units; two at least are needed.");
        if (faults.Any) return null;
        var clusters = kept.Select(k => cluster.Length > 0 ? table.Text(k[0], cluster) : table.Text(k[0], unit)).ToArray();
        var names = clusters.Distinct().ToList();
        return new PanelData
        {
            File = table.File,
            Units = [.. units],
            Times = order,
            Calendar = calendar,
            Dropped = dropped,
            Outcome = [.. kept.Select(k => Array.ConvertAll(k, r => values[r]))],
            First = [.. kept.Select(k => start.Length == 0 || start[k[0]] > order[^1] ? double.PositiveInfinity : start[k[0]])],
            Covariates = [.. xs.Select(x => kept.Select(k => Array.ConvertAll(k, r => x[r])).ToArray())],
            Cluster = [.. clusters.Select(c => names.IndexOf(c))],
        };
    }
}
