using System.Globalization;
using Cardo.Indicators.Files;

namespace Cardo.Indicators.Effects;

/// <summary>A panel arranged for synthetic control: the treated unit first, then its donors.</summary>
internal sealed class SynthData
{
    public required string[] Units { get; init; }

    public required double[] Times { get; init; }

    /// <summary>[unit][time]</summary>
    public required double[][] Outcome { get; init; }

    /// <summary>[predictor][unit]</summary>
    public required double[][] Predictors { get; init; }

    public required string[] Names { get; init; }

    /// <summary>First time under treatment.</summary>
    public required double Start { get; init; }

    public required double FitFrom { get; init; }

    public required double FitTo { get; init; }

    public double[]? Importance { get; init; }

    public bool Placebo { get; init; }

    /// <summary>The outcome over the times fitted.</summary>
    public double[][] Fitted()
    {
        int[] times = [.. Enumerable.Range(0, Times.Length).Where(t => Times[t] >= FitFrom && Times[t] <= FitTo)];
        return [.. Outcome.Select(o => Array.ConvertAll(times, t => o[t]))];
    }

    public double Split(double[][] outcome, double[] weights, bool before)
    {
        int[] times = [.. Enumerable.Range(0, Times.Length).Where(t => Times[t] < Start == before)];
        return SyntheticControl.Mspe([.. outcome.Select(o => Array.ConvertAll(times, t => o[t]))], weights);
    }

    public SynthData Turned(int[] order) => new()
    {
        Units = [.. order.Select(u => Units[u])],
        Times = Times,
        Outcome = [.. order.Select(u => Outcome[u])],
        Predictors = [.. Predictors.Select(p => Array.ConvertAll(order, u => p[u]))],
        Names = Names,
        Start = Start,
        FitFrom = FitFrom,
        FitTo = FitTo,
        Importance = Importance,
    };

    public static SynthData? Read(SpecNode root, Faults faults)
    {
        var at = root["data"];
        var (unit, time, outcome, treated) = (at["unit"].Needed("the column of units"), at["time"].Needed("the column of times"), at["outcome"].Needed("the column of outcomes"), at["treated"].Needed("the treated unit"));
        var start = at["start"].Number();
        if (double.IsNaN(start)) at["start"].Say("the first time under treatment is missing.");
        var exclude = at["exclude"].Texts();
        var table = root.Spec.Csv(at["file"].Needed("the CSV file of the panel"));
        at.Close();
        var (fit, predictors, importance, placebo) = (root["fit"], root["predictors"], root["importance"], root["placebo"].Flag(true));
        if (table is null || faults.Any) return null;
        foreach (var column in (string[])[unit, time, outcome]) table.Needs(column, faults, "named by data");
        if (faults.Any) return null;
        var panel = new Columns(table, unit, time, exclude, faults);
        if (!panel.Units.Contains(treated)) { faults.Say($"{table.File}, column {unit}: there is no unit \"{treated}\"."); return null; }
        string[] units = [treated, .. panel.Units.Where(u => u != treated)];
        if (units.Length < 3) { faults.Say($"{table.File}: {units.Length - 1} donors; two at least are needed."); return null; }
        var outcomes = units.Select(u => panel.Path(u, outcome, faults)).ToArray();
        var (from, to) = (panel.Times[0], panel.Times.Where(t => t < start).DefaultIfEmpty(double.NaN).Max());
        if (double.IsNaN(to) || !panel.Times.Any(t => t >= start)) at["start"].Say($"there must be times before and after {start.ToString(CultureInfo.InvariantCulture)}.");
        if (fit.Given) (from, to) = fit.Items.Count == 2 ? (fit.Items[0].Number(from), fit.Items[1].Number(to)) : (from, to);
        var (names, values) = Predict(predictors, panel, units, outcome, from, to, faults);
        var given = faults.Any ? null : Given(importance, names, faults);
        if (faults.Any) return null;
        return new SynthData { Units = units, Times = panel.Times, Outcome = outcomes, Predictors = values, Names = names, Start = start, FitFrom = from, FitTo = to, Importance = given, Placebo = placebo };
    }

    static (string[] Names, double[][] Values) Predict(SpecNode at, Columns panel, string[] units, string outcome, double from, double to, Faults faults)
    {
        if (at.IsMap)
        {
            // A file with a row a predictor and a column a unit.
            if (at.Spec.Csv(at["file"].Needed("a CSV file with a row a predictor and a column a unit")) is not { } table) return ([], []);
            var name = at["name"].Text(table.Columns[0]);
            var treated = at["treated"].Text(units[0]);
            at.Close();
            string[] columns = [treated, .. units.Skip(1)];
            foreach (var column in columns) table.Needs(column, faults, "each unit has its predictors");
            if (faults.Any) return ([], []);
            return ([.. Enumerable.Range(0, table.Count).Select(r => table.Text(r, name))], [.. Enumerable.Range(0, table.Count).Select(r => columns.Select(c => table.Number(r, c, faults, true)).ToArray())]);
        }
        List<string> names = [];
        List<double[]> values = [];
        if (!at.Given)
            // Nothing named: the outcome itself at each time fitted.
            foreach (var t in panel.Times.Where(t => t >= from && t <= to)) { names.Add($"{outcome} {t.ToString(CultureInfo.InvariantCulture)}"); values.Add([.. units.Select(u => panel.Mean(u, outcome, [t], faults))]); }
        foreach (var item in at.Items)
        {
            var column = item.IsMap ? item["column"].Needed("the predictor's column") : item.Text();
            var (a, b) = item.IsMap ? (item["from"].Number(from), item["to"].Number(to)) : (from, to);
            double[] times = item.IsMap && item["times"].Given ? [.. item["times"].Items.Select(t => t.Number())] : [.. panel.Times.Where(t => t >= a && t <= b)];
            var label = item.IsMap ? item["name"].Text($"{column} {times.FirstOrDefault().ToString(CultureInfo.InvariantCulture)}-{times.LastOrDefault().ToString(CultureInfo.InvariantCulture)}") : column;
            if (item.IsMap) item.Close();
            if (times.Length == 0) { item.Say("no time lies within this range."); continue; }
            names.Add(label);
            values.Add([.. units.Select(u => panel.Mean(u, column, times, faults))]);
        }
        return ([.. names], [.. values]);
    }

    static double[]? Given(SpecNode at, string[] names, Faults faults)
    {
        if (!at.Given || at.IsScalar && at.Text() == "search") return null;
        var importance = new double[names.Length];
        if (at.IsList) for (var k = 0; k < names.Length && k < at.Items.Count; k++) importance[k] = at.Items[k].Number(0, 0);
        else
            foreach (var (name, value) in at.Members)
                if (Array.IndexOf(names, name) is var k and >= 0) importance[k] = value.Number(0, 0);
                else value.Say($"there is no predictor \"{name}\". Predictors: {string.Join(", ", names)}.");
        if (at.IsList && at.Items.Count != names.Length) at.Say($"{at.Items.Count} numbers for {names.Length} predictors.");
        var sum = importance.Sum();
        if (!(sum > 0)) { at.Say("the importance of predictors is zero altogether; say search to find it."); return null; }
        return [.. importance.Select(v => v / sum)];
    }

    /// <summary>The columns of a panel by unit and time.</summary>
    sealed class Columns
    {
        readonly Table table;
        readonly string unit, time;
        readonly Dictionary<(string, double), int> rows = [];

        public Columns(Table table, string unit, string time, IReadOnlyList<string> exclude, Faults faults)
        {
            (this.table, this.unit, this.time) = (table, unit, time);
            var times = table.Numbers(time, faults, true);
            for (var r = 0; r < table.Count; r++)
                if (!exclude.Contains(table.Text(r, unit)) && !rows.TryAdd((table.Text(r, unit), times[r]), r)) faults.Say($"{table.Place(r, unit)}: \"{table.Text(r, unit)}\" is there twice at {times[r].ToString(CultureInfo.InvariantCulture)}.");
            Units = [.. rows.Keys.Select(k => k.Item1).Distinct()];
            Times = [.. rows.Keys.Select(k => k.Item2).Distinct().Order()];
        }

        public string[] Units { get; }

        public double[] Times { get; }

        public double[] Path(string name, string column, Faults faults) => [.. Times.Select(t =>
        {
            if (rows.TryGetValue((name, t), out var r)) return table.Number(r, column, faults, true);
            faults.Say($"{table.File}, columns {unit} and {time}: \"{name}\" has no row at {t.ToString(CultureInfo.InvariantCulture)}.");
            return double.NaN;
        })];

        /// <summary>The mean over those of the times that have a value.</summary>
        public double Mean(string name, string column, double[] times, Faults faults)
        {
            if (!table.Needs(column, faults, "a predictor")) return double.NaN;
            var there = times.Where(t => rows.ContainsKey((name, t))).Select(t => table.Number(rows[(name, t)], column, faults)).Where(v => !double.IsNaN(v)).ToArray();
            if (there.Length > 0) return there.Average();
            faults.Say($"{table.File}, column {column}: \"{name}\" has no value at any of the predictor's times.");
            return double.NaN;
        }
    }
}
