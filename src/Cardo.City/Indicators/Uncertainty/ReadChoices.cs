using System.Globalization;
using Cardo.Indicators.Composite;
using Cardo.Indicators.Files;
using Cardo.Indicators.Maths;

namespace Cardo.Indicators.Uncertainty;

/// <summary>
/// Reads choices: <c>[levels.L. | nodes.ID.]section[.key]</c> with values (a list), uniform (a range) or, for weights,
/// factor. An address that is not there, or a value its type doesn't have, is refused by name.
/// </summary>
internal sealed class ReadChoices(CompositeModel model, long seed)
{
    public IReadOnlyList<Choice> Read(SpecNode list)
    {
        List<Choice> choices = [];
        foreach (var item in list.Items)
        {
            if (One(item) is { } choice) choices.Add(choice);
            item.Close();
        }
        foreach (var twice in choices.GroupBy(c => c.At).Where(g => g.Count() > 1)) list.Say($"\"{twice.Key}\" is chosen twice.");
        return choices;
    }

    Choice? One(SpecNode item)
    {
        var at = item["at"].Needed("the address of a setting");
        var (values, uniform, factor, levels) = (item["values"], item["uniform"], item["factor"], item["levels"]);
        if (at == "weights.noise") return Noise(factor, levels);
        var (path, targets) = Targets(item["at"], at);
        if (targets is null) return null;
        if (values.Given && !uniform.Given && !factor.Given) return Listed(at, path, targets, values);
        if (uniform.Given && !values.Given && !factor.Given) return Ranged(at, path, targets, uniform, false);
        if (factor.Given && !values.Given && !uniform.Given) return Ranged(at, path, targets, factor, true);
        item.Say($"\"{at}\" needs one of values (a list), uniform: [low, high] or factor: [low, high].");
        return null;
    }

    (string Path, int[]? Nodes) Targets(SpecNode at, string address)
    {
        var parts = address.Split('.');
        var all = Enumerable.Range(0, model.Tree.Nodes.Count);
        if (parts[0] == "levels" && parts.Length > 2 && int.TryParse(parts[1], out var level))
        {
            var its = all.Where(n => model.Tree.Nodes[n].Level == level).ToArray();
            if (its.Length > 0) return (string.Join('.', parts.Skip(2)), its);
            at.Say($"\"{address}\": there is no level {parts[1]}.");
            return ("", null);
        }
        if (parts[0] == "nodes" && parts.Length > 2)
        {
            // an id may hold dots itself: the longest id that fits is meant
            for (var k = parts.Length - 1; k >= 2; k--)
                if (model.Tree.Find(string.Join('.', parts[1..k])) is var n and >= 0) return (string.Join('.', parts.Skip(k)), [n]);
            at.Say($"\"{address}\": there is no such node.");
            return ("", null);
        }
        var leaves = parts[0] is "impute" or "treat" or "normalise";
        return (address, [.. all.Where(n => model.Tree.Nodes[n].IsLeaf == leaves)]);
    }

    Choice? Listed(string at, string path, int[] targets, SpecNode values)
    {
        List<Action<Knobs>> set = [];
        foreach (var value in values.Items)
            if (Settings.For(path, value, targets, model) is { } apply) set.Add(apply);
            else value.Say($"\"{at}\" has no such value, or there is no such setting. Settings: {string.Join(", ", Settings.Known)}.");
        if (set.Count == 0) { values.Say($"\"{at}\" needs values to choose from."); return null; }
        var labels = values.Items.Select(v => v.IsMap ? string.Join(' ', v.Members.Select(m => $"{m.Key}={m.Value.Text()}")) : v.Text()).ToArray();
        int Index(double u) => Math.Min(set.Count - 1, (int)(u * set.Count));
        return new Choice(at, labels, (k, u) => set[Index(u)](k), u => labels[Index(u)]) { BeforeTreatment = path.StartsWith("impute", StringComparison.Ordinal) || path == "screen" };
    }

    Choice? Ranged(string at, string path, int[] targets, SpecNode range, bool factor)
    {
        if (range.Items.Count != 2) { range.Say("a range is two numbers: [low, high]."); return null; }
        var (low, high) = (range.Items[0].Number(), range.Items[1].Number());
        if (!(high > low)) { range.Say($"{high} must be above {low}."); return null; }
        if (Settings.Number(path) is not { } setting) { range.Say($"\"{at}\" is not a number; name its values."); return null; }
        if (path == "weight" && low < 0) { range.Say("a weight is never negative."); return null; }
        double Value(double u) => low + u * (high - low);
        return new Choice(at, [], (k, u) =>
        {
            var v = Value(u);
            foreach (var n in targets) setting(k, n, v, factor);
        }, u => Value(u).ToString("R", CultureInfo.InvariantCulture))
        { BeforeTreatment = path == "screen" };
    }

    // Every weight of the levels moves by itself, within the factor; one number decides all of them.
    Choice? Noise(SpecNode factor, SpecNode levels)
    {
        var width = factor.Number(double.NaN, 0, 1);
        if (double.IsNaN(width)) { factor.Say("weights.noise needs factor: 0.25 for a quarter up or down."); return null; }
        var chosen = levels.Given ? levels.Items.Select(l => l.Whole(1, 1, 64)).ToHashSet() : null;
        var nodes = Enumerable.Range(0, model.Tree.Nodes.Count).Where(n => model.Tree.Nodes[n].Parent >= 0 && (chosen is null || chosen.Contains(model.Tree.Nodes[n].Level))).ToArray();
        if (nodes.Length == 0) { levels.Say("none of these levels has weights."); return null; }
        return new Choice("weights.noise", [], (k, u) =>
        {
            var chance = new Chance(seed, BitConverter.DoubleToInt64Bits(u));
            foreach (var n in nodes) k.Weight[n] *= 1 + width * (2 * chance.Uniform() - 1);
        }, u => $"draw {u.ToString("R", CultureInfo.InvariantCulture)}");
    }
}
