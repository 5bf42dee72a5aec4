using Cardo.Indicators.Files;

namespace Cardo.Indicators.Effects;

/// <summary>A panel arranged for synthetic control: the treated unit first, then its donors.</summary>
internal sealed class SynthData
{
    public required string[] Units { get; init; }

    public required double[] Times { get; init; }

    /// <summary>How the file writes them.</summary>
    public required Calendar Calendar { get; init; }

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

    /// <summary>Donors left out because a value was missing, when that is allowed.</summary>
    public int Dropped { get; init; }

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
        Calendar = Calendar,
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
        _ = at["start"].Needed("the first time under treatment");
        var (exclude, drop) = (at["exclude"].Texts(), at["drop-incomplete"].Flag());
        var table = root.Spec.Csv(at["file"].Needed("the CSV file of the panel"));
        at.Close();
        var (fit, predictors, importance, placebo) = (root["fit"], root["predictors"], root["importance"], root["placebo"].Flag(true));
        if (table is null || faults.Any) return null;
        foreach (var column in (string[])[unit, time, outcome]) table.Needs(column, faults, "named by data");
        if (faults.Any) return null;
        if (Calendar.Column(table, time, faults) is not var (calendar, times)) return null;
        var panel = new Columns(table, unit, calendar, times, exclude, faults);
        if (faults.Any) return null;
        var start = Time(at["start"], calendar, double.NaN);
        if (!panel.Units.Contains(treated)) { faults.Say($"{table.File}, column {unit}: there is no unit \"{treated}\"."); return null; }
        string[] units = [treated, .. panel.Units.Where(u => u != treated && (!drop || panel.Complete(u, outcome)))];
        var dropped = panel.Units.Length - units.Length;
        if (units.Length < 3) { faults.Say($"{table.File}: {units.Length - 1} donors; two at least are needed."); return null; }
        var outcomes = units.Select(u => panel.Path(u, outcome, faults)).ToArray();
        var (from, to) = (panel.Times[0], panel.Times.Where(t => t < start).DefaultIfEmpty(double.NaN).Max());
        if (double.IsNaN(to) || !panel.Times.Any(t => t >= start)) at["start"].Say($"there must be times before and after {at["start"].Text()}.");
        if (fit.Given && fit.Items.Count != 2) fit.Say("two times are expected here: [from, to].");
        else if (fit.Given) (from, to) = (Time(fit.Items[0], calendar, from), Time(fit.Items[1], calendar, to));
        if (!panel.Times.Any(t => t >= from && t <= to)) fit.Say("no time lies within this range.");
        if (!faults.Any && outcomes.All(o => o.All(v => v == outcomes[0][0]))) faults.Say($"{table.File}, column {outcome}: all values are equal, so there is no effect to see.");
        var (names, values) = Predict(predictors, panel, units, outcome, from, to, faults);
        var given = faults.Any ? null : Given(importance, names, faults);
        if (faults.Any) return null;
        return new SynthData { Units = units, Times = panel.Times, Calendar = calendar, Dropped = dropped, Outcome = outcomes, Predictors = values, Names = names, Start = start, FitFrom = from, FitTo = to, Importance = given, Placebo = placebo };
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
            foreach (var t in panel.Times.Where(t => t >= from && t <= to)) { names.Add($"{outcome} {panel.Calendar.Text(t)}"); values.Add([.. units.Select(u => panel.Mean(u, outcome, [t], faults))]); }
        foreach (var item in at.Items)
        {
            var column = item.IsMap ? item["column"].Needed("the predictor's column") : item.Text();
            var (a, b) = item.IsMap ? (Time(item["from"], panel.Calendar, from), Time(item["to"], panel.Calendar, to)) : (from, to);
            double[] times = item.IsMap && item["times"].Given ? [.. item["times"].Items.Select(t => Time(t, panel.Calendar, double.NaN))] : [.. panel.Times.Where(t => t >= a && t <= b)];
            var label = item.IsMap ? item["name"].Text(times.Length > 0 ? $"{column} {panel.Calendar.Text(times[0])}-{panel.Calendar.Text(times[^1])}" : column) : column;
            if (item.IsMap) item.Close();
            if (times.Length == 0) { item.Say("no time lies within this range."); continue; }
            names.Add(label);
            values.Add([.. units.Select(u => panel.Mean(u, column, times, faults))]);
        }
        return ([.. names], [.. values]);
    }

    static double Time(SpecNode at, Calendar calendar, double otherwise)
    {
        if (!at.Given) return otherwise;
        var time = calendar.Read(at.Text());
        if (double.IsNaN(time)) at.Say($"\"{at.Text()}\" is not a time as the panel writes them.");
        return double.IsNaN(time) ? otherwise : time;
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
        readonly string unit;
        readonly Dictionary<(string, double), int> rows = [];

        public Columns(Table table, string unit, Calendar calendar, double[] times, IReadOnlyList<string> exclude, Faults faults)
        {
            (this.table, this.unit, Calendar) = (table, unit, calendar);
            for (var r = 0; r < table.Count; r++)
            {
                if (table.Text(r, unit).Length == 0) { faults.Say($"{table.Place(r, unit)}: the unit is missing."); continue; }
                if (!exclude.Contains(table.Text(r, unit)) && !rows.TryAdd((table.Text(r, unit), times[r]), r)) faults.Say($"{table.Place(r, unit)}: \"{table.Text(r, unit)}\" is there twice at {calendar.Text(times[r])}.");
            }
            Units = [.. rows.Keys.Select(k => k.Item1).Distinct()];
            Times = [.. rows.Keys.Select(k => k.Item2).Distinct().Order()];
        }

        public Calendar Calendar { get; }

        public string[] Units { get; }

        public double[] Times { get; }

        public bool Complete(string name, string column) => Times.All(t => rows.TryGetValue((name, t), out var r) && !Table.IsMissing(table.Text(r, column)));

        public double[] Path(string name, string column, Faults faults) => [.. Times.Select(t =>
        {
            if (rows.TryGetValue((name, t), out var r)) return table.Number(r, column, faults, true);
            faults.Say($"{table.File}, column {unit}: \"{name}\" has no row at {Calendar.Text(t)} (drop-incomplete: true leaves such donors out).");
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
