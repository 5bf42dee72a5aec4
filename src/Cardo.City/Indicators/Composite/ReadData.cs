using Cardo.Indicators.Files;

namespace Cardo.Indicators.Composite;

/// <summary>Reads measurements: wide (a row a unit, a column an indicator) or long (a row a value), with or without periods.</summary>
internal static class ReadData
{
    public static CompositeData? Read(SpecNode root, IndexTree tree, Faults faults)
    {
        var at = root["data"];
        var file = at.IsMap ? at["file"].Needed("the CSV file of measurements") : at.Needed("the CSV file of measurements");
        if (file.Length == 0 || at.Spec.Csv(file) is not { } table) return null;
        var unit = at["unit"].Text(table.Columns[0]);
        var (name, period) = (at["name"].Text(), at["period"].Text());
        var isLong = at["layout"].Text("wide") == "long";
        if (at["layout"].Given && at["layout"].Text() is not ("wide" or "long")) at["layout"].Say("known layouts are wide and long.");
        foreach (var column in (string[])[unit, name, period]) if (column.Length > 0) table.Needs(column, faults, "named by data");
        var filters = at["where"].Members.Select(m => (m.Key, Values: m.Value.Texts())).ToList();
        foreach (var (column, _) in filters) table.Needs(column, faults, "data.where");
        if (faults.Any) return null;
        if (filters.Count > 0) table = table.Where(r => filters.All(f => f.Values.Contains(table.Text(r, f.Key))));
        if (table.Count == 0) { at["where"].Say($"no row of {file} is left."); return null; }
        var by = root["impute"].IsMap ? root["impute"]["by"].Text() : "";
        if (by.Length > 0) table.Needs(by, faults, "impute.by");
        var keys = new Rows(table, unit, period, isLong, faults);
        var read = faults.Any ? null : isLong ? Long(at, table, tree, keys, faults) : Wide(table, tree, keys, faults);
        var (first, basis) = (at["base"].Text(), at["denominators"].Text());
        if (basis.Length > 0) at["denominators"].Say("denominators are columns of the same file.");
        at.Close();
        if (read is null || faults.Any) return null;
        var divisors = new double[read.Length];
        Array.Fill(divisors, 1);
        var prepared = Prepare(root["denominate"].Flag(true), read, divisors, table, tree, keys, isLong, faults);
        return faults.Any ? null : keys.Data(table, name, by, first, read, divisors, prepared);
    }

    static double[]? Wide(Table table, IndexTree tree, Rows keys, Faults faults)
    {
        var raw = new double[tree.Leaves * keys.Count];
        for (var n = 0; n < tree.Leaves; n++)
        {
            var leaf = tree.Nodes[n];
            if (!table.Needs(leaf.Id, faults, $"the leaf at {leaf.Place}")) continue;
            var column = table.Numbers(leaf.Id, faults);
            for (var r = 0; r < keys.Count; r++) raw[n * keys.Count + r] = column[keys.Lines[r]];
            if (leaf.Direction != 0 && Array.TrueForAll(column, double.IsNaN)) faults.Say($"{table.File}, column {leaf.Id}: no value at all.");
        }
        return faults.Any ? null : raw;
    }

    static double[]? Long(SpecNode at, Table table, IndexTree tree, Rows keys, Faults faults)
    {
        var (indicator, value) = (at["indicator"].Text("indicator"), at["value"].Text("value"));
        if (!table.Needs(indicator, faults, "the indicator of each row") | !table.Needs(value, faults, "the value of each row")) return null;
        var raw = new double[tree.Leaves * keys.Count];
        Array.Fill(raw, double.NaN);
        var seen = new bool[raw.Length];
        for (var r = 0; r < table.Count; r++)
        {
            var n = tree.Find(table.Text(r, indicator));
            if (n < 0 || n >= tree.Leaves) continue;
            var cell = n * keys.Count + keys.Of(r);
            if (seen[cell]) { faults.Say($"{table.Place(r, indicator)}: a second value of \"{table.Text(r, indicator)}\" for the same unit."); continue; }
            seen[cell] = true;
            raw[cell] = table.Number(r, value, faults);
        }
        for (var n = 0; n < tree.Leaves; n++)
            if (tree.Nodes[n].Direction != 0 && !seen.AsSpan(n * keys.Count, keys.Count).Contains(true)) faults.Say($"{table.File}: no row for the indicator \"{tree.Nodes[n].Id}\" ({tree.Nodes[n].Place}).");
        return faults.Any ? null : raw;
    }

    static double[] Prepare(bool denominate, double[] raw, double[] divisors, Table table, IndexTree tree, Rows keys, bool isLong, Faults faults)
    {
        var prepared = (double[])raw.Clone();
        for (var n = 0; n < tree.Leaves; n++)
        {
            var leaf = tree.Nodes[n];
            var own = prepared.AsSpan(n * keys.Count, keys.Count);
            if (denominate && leaf.Denominator.Length > 0) Divide(own, divisors.AsSpan(n * keys.Count, keys.Count), leaf, raw, table, tree, keys, isLong, faults);
            if (!ReadComposite.KnowsTransform(leaf.Transform)) { faults.Say($"{leaf.Place}: \"{leaf.Transform}\" is not a transform. Known: ln, log10, log1p, sqrt, reciprocal."); continue; }
            for (var r = 0; r < own.Length; r++)
            {
                var turned = ReadComposite.Transform(leaf.Transform, own[r]);
                if (!double.IsNaN(own[r]) && !double.IsFinite(turned)) faults.Say($"{keys.Place(r, leaf.Id)}: {own[r]} has no {leaf.Transform}.");
                own[r] = turned;
            }
        }
        return prepared;
    }

    static void Divide(Span<double> own, Span<double> divisors, IndexNode leaf, double[] raw, Table table, IndexTree tree, Rows keys, bool isLong, Faults faults)
    {
        double[] by;
        if (tree.Find(leaf.Denominator) is var n and >= 0 && n < tree.Leaves) by = raw.AsSpan(n * keys.Count, keys.Count).ToArray();
        else if (isLong) { faults.Say($"{leaf.Place}: the denominator \"{leaf.Denominator}\" is not a leaf of the tree."); return; }
        else if (!table.Needs(leaf.Denominator, faults, $"the denominator of \"{leaf.Id}\"")) return;
        else { var column = table.Numbers(leaf.Denominator, faults); by = Array.ConvertAll(keys.Lines, l => column[l]); }
        for (var r = 0; r < own.Length; r++)
        {
            if (by[r] == 0) faults.Say($"{keys.Place(r, leaf.Denominator)}: a denominator of zero.");
            divisors[r] = by[r];
            own[r] /= by[r];
        }
    }
}
