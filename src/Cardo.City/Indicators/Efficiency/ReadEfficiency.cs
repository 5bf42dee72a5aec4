using Cardo.Indicators.Files;

namespace Cardo.Indicators.Efficiency;

/// <summary>Reads the units, inputs and outputs of an efficiency specification.</summary>
internal static class ReadEfficiency
{
    /// <param name="rows">the rows kept, for what else is read of them</param>
    public static DeaData? Read(Spec spec, out Table? rows)
    {
        rows = null;
        var (root, faults) = (spec.Root, spec.Faults);
        var at = root["data"];
        var file = at.IsMap ? at["file"].Needed("the CSV file of units") : at.Needed("the CSV file of units");
        if (file.Length == 0 || spec.Csv(file) is not { } all) return null;
        var table = all;
        var (unit, period) = (at["unit"].Text(all.Columns[0]), at["period"].Text());
        foreach (var column in (string[])[unit, period]) if (column.Length > 0) all.Needs(column, faults, "named by data");
        var filters = at["where"].Members.Select(m => (m.Key, Values: m.Value.Texts())).ToList();
        foreach (var (column, _) in filters) all.Needs(column, faults, "data.where");
        if (at.IsMap) at.Close();
        if (faults.Any) return null;
        if (filters.Count > 0) table = all.Where(r => filters.All(f => f.Values.Contains(all.Text(r, f.Key))));
        if (table.Count == 0) { at["where"].Say($"no row of {file} is left."); return null; }
        rows = table;
        var (inputs, outputs, links) = (Columns(root["inputs"]), Columns(root["outputs"]), Columns(root["links"]));
        if (inputs.Length == 0) root["inputs"].Say("name one input at least.");
        if (outputs.Length == 0) root["outputs"].Say("name one output at least.");
        outputs = [.. outputs.OrderBy(o => o.Bad)];
        if (faults.Any) return null;
        var (x, y, z) = (Values(table, inputs, faults), Values(table, outputs, faults), Values(table, links, faults));
        var (priceX, priceY) = (Prices(table, inputs, faults), Prices(table, outputs, faults));
        if (faults.Any) return null;
        Sound(table, unit, period, inputs, outputs, x, y, faults);
        if (faults.Any) return null;
        var (scaleX, scaleY) = (Scale(x), Scale(y));
        Scale(z);
        var periods = Enumerable.Range(0, table.Count).Select(r => period.Length > 0 ? table.Text(r, period) : "").ToArray();
        return new DeaData
        {
            File = file,
            Units = [.. Enumerable.Range(0, table.Count).Select(r => table.Text(r, unit))],
            Periods = periods,
            Lines = [.. Enumerable.Range(0, table.Count).Select(table.LineOf)],
            TimeOrder = [.. periods.Distinct().OrderBy(p => double.TryParse(p, System.Globalization.CultureInfo.InvariantCulture, out var t) ? t : 0).ThenBy(p => p, StringComparer.Ordinal)],
            Inputs = inputs,
            Outputs = outputs,
            Links = links,
            X = x,
            Y = y,
            Z = z,
            ScaleX = scaleX,
            ScaleY = scaleY,
            PriceX = priceX,
            PriceY = priceY,
        };
    }

    static DeaColumn[] Columns(SpecNode list)
    {
        List<DeaColumn> columns = [];
        foreach (var item in list.Items)
        {
            if (item.IsMap)
            {
                columns.Add(new DeaColumn(item["name"].Needed("a column of the data"), !item["discretionary"].Flag(true), item["undesirable"].Flag(), item["price"].Text()));
                item.Close();
            }
            else columns.Add(new DeaColumn(item.Text(), false, false, ""));
        }
        foreach (var twice in columns.GroupBy(c => c.Name).Where(g => g.Count() > 1)) list.Say($"\"{twice.Key}\" is named twice.");
        return [.. columns];
    }

    static double[][] Values(Table table, DeaColumn[] columns, Faults faults)
    {
        List<double[]> values = [];
        foreach (var column in columns)
        {
            if (!table.Needs(column.Name, faults, "an input, output or link")) continue;
            var numbers = table.Numbers(column.Name, faults, true);
            for (var r = 0; r < numbers.Length; r++)
                if (numbers[r] < 0) faults.Say($"{table.Place(r, column.Name)}: {numbers[r]:R} is negative; DEA needs values of zero or more.");
            if (Array.TrueForAll(numbers, v => v == 0)) faults.Say($"{table.File}, column {column.Name}: all values are zero.");
            values.Add(numbers);
        }
        return [.. values];
    }

    static double[][] Prices(Table table, DeaColumn[] columns, Faults faults)
    {
        if (!columns.Any(c => c.Price.Length > 0)) return [];
        List<double[]> prices = [];
        foreach (var column in columns)
        {
            if (column.Price.Length == 0) { faults.Say($"{table.File}: \"{column.Name}\" has no price while others have."); continue; }
            if (!table.Needs(column.Price, faults, $"the price of {column.Name}")) continue;
            var numbers = table.Numbers(column.Price, faults, true);
            for (var r = 0; r < numbers.Length; r++)
                if (numbers[r] < 0) faults.Say($"{table.Place(r, column.Price)}: a price is never negative.");
            prices.Add(numbers);
        }
        return [.. prices];
    }

    // A unit that uses nothing, or makes nothing, has no efficiency: the programme would be infeasible or without meaning.
    static void Sound(Table table, string unit, string period, DeaColumn[] inputs, DeaColumn[] outputs, double[][] x, double[][] y, Faults faults)
    {
        var seen = new Dictionary<(string, string), int>();
        for (var r = 0; r < table.Count; r++)
        {
            if (Table.IsMissing(table.Text(r, unit))) faults.Say($"{table.Place(r, unit)}: the unit is missing.");
            if (!seen.TryAdd((table.Text(r, unit), period.Length > 0 ? table.Text(r, period) : ""), r)) faults.Say($"{table.Place(r, unit)}: \"{table.Text(r, unit)}\" is there twice.");
            if (Array.TrueForAll(x, c => c[r] == 0)) faults.Say($"{table.File} line {table.LineOf(r)}, columns {string.Join(", ", inputs.Select(c => c.Name))}: \"{table.Text(r, unit)}\" uses no input at all (all zero), so its efficiency has no meaning.");
            if (!outputs.Where((c, k) => !c.Bad && y[k][r] > 0).Any()) faults.Say($"{table.File} line {table.LineOf(r)}, columns {string.Join(", ", outputs.Where(c => !c.Bad).Select(c => c.Name))}: \"{table.Text(r, unit)}\" makes no output at all (all zero), so its efficiency has no meaning.");
        }
        if (table.Count < 2) faults.Say($"{table.File}: {table.Count} unit; efficiency compares two at least.");
    }

    // Divides each column by its mean, so that the arithmetic sees numbers near one.
    static double[] Scale(double[][] columns)
    {
        var scales = new double[columns.Length];
        for (var c = 0; c < columns.Length; c++)
        {
            scales[c] = columns[c].Average();
            for (var r = 0; r < columns[c].Length; r++) columns[c][r] /= scales[c];
        }
        return scales;
    }
}
