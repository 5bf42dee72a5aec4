using Cardo.Indicators.Files;

namespace Cardo.Indicators.Live;

/// <summary>Reads a city's <c>indicators/score.yaml</c>.</summary>
internal static class ReadScore
{
    public const string File = "score.yaml", Whole = "";

    public static (string Title, string TitleZh, double Coverage, IReadOnlyList<LiveItem> Items)? Read(string path, Faults faults)
    {
        if (Spec.Read(path, faults) is not { } spec) return null;
        var root = spec.Root;
        var (title, zh) = Names(root["title"]);
        var coverage = root["coverage"].Number(.5, 0, 1);
        List<LiveItem> items = [new LiveItem(Whole, "-", title, zh, "", 1, 1, 0, 100, null)];
        foreach (var item in root["indicators"].Items) Item(item, Whole, items, 1);
        root.Close();
        if (items.Count == 1) root["indicators"].Say("name one indicator at least.");
        foreach (var twice in items.GroupBy(i => i.Id).Where(g => g.Count() > 1)) faults.Say($"{spec.File}: \"{twice.Key}\" is there twice.");
        return faults.Any ? null : (title, zh, coverage, items);
    }

    static (string En, string Zh) Names(SpecNode at)
    {
        if (!at.IsMap) return (at.Needed("what it is called"), "");
        var names = (at["en"].Needed("what it is called in English"), at["zh-Hans"].Needed("what it is called in Chinese"));
        at.Close();
        return names;
    }

    static void Item(SpecNode at, string parent, List<LiveItem> items, int depth)
    {
        var id = at["id"].Needed("each indicator has an id");
        if (id.Length > 0 && !id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')) at["id"].Say("an id is made of letters, digits, - and _.");
        var (name, zh) = Names(at["name"]);
        var (weight, direction) = (at["weight"].Number(1, 0), at["direction"].Whole(1, -1, 1));
        var (unit, min, max) = (at["unit"].Text(), at["min"].Number(), at["max"].Number());
        var children = at["children"];
        var formula = at["formula"].Given ? Formula(at["formula"]) : null;
        if (children.Given == (formula is not null)) at.Say("an indicator has either a formula or children.");
        if (formula is not null && unit.Length == 0) at.Say($"the unit of \"{id}\" is missing.");
        if (formula is not null && !(max > min)) at.Say($"\"{id}\" needs goalposts: min, and a max above it.");
        if (direction == 0) at["direction"].Say("1 or -1.");
        if (depth > 8) { at.Say("deeper than eight levels."); return; }
        items.Add(new LiveItem(id, parent, name, zh, unit, direction, weight, min, max, formula));
        foreach (var child in children.Items) Item(child, id, items, depth + 1);
        at.Close();
    }

    static LiveFormula? Formula(SpecNode at)
    {
        if (!at.IsMap) { at.Say("a formula is a map: {mean: pm25, of: AirQualityObserved, within_h: 3}."); return null; }
        LiveFormula? formula = null;
        foreach (var kind in Enum.GetValues<LiveKind>())
        {
            var key = SpecNode.Kebab(kind.ToString());
            var what = at[key];
            if (!what.Given) continue;
            if (formula is not null) what.Say("a formula is one of these, not two.");
            var onType = kind is LiveKind.Count or LiveKind.Fresh;
            var type = onType ? what.Text() : at["of"].Needed("the type of the entities");
            var (above, below, text) = (at["above"].Number(double.NaN), at["below"].Number(double.NaN), at["is"]);
            if (kind == LiveKind.Share && double.IsNaN(above) && double.IsNaN(below) && !text.Given) what.Say("a share needs above, below or is.");
            formula = new LiveFormula(kind, type, onType ? "" : what.Text(), at["within_h"].Number(kind == LiveKind.Fresh ? 24 : double.PositiveInfinity, 0), above, below, text.Given ? text.Text() : null, at["per"].Number(1, 1e-12));
        }
        if (formula is null) at.Say($"none of {string.Join(", ", SpecNode.Names<LiveKind>())}.");
        at.Close();
        return formula;
    }
}
