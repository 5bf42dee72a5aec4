using Cardo.Indicators.Files;
using Cardo.Ui;

namespace Cardo.Indicators.Live;

/// <summary>Reads a city's <c>indicators/score.yaml</c>.</summary>
internal static class ReadScore
{
    public const string File = "score.yaml", Whole = "", Beside = "beside";

    public static LivePlan? Read(string path, Faults faults)
    {
        if (Spec.Read(path, faults) is not { } spec) return null;
        var root = spec.Root;
        var title = Said(root["title"], "what it is called");
        var (coverage, measured) = (root["coverage"].Number(.5, 0, 1), root["measured"].Number(0, 0, 1));
        var publish = root["publish"].Choice(Publishing.Never);
        var profile = root["profile"].Text();
        List<LiveItem> items = [new LiveItem(Whole, "-", title, LocalText.Of(""), 1, 1, 0, 100, null)];
        foreach (var item in root["indicators"].Items) Item(item, Whole, items, 1);
        if (items.Count == 1) root["indicators"].Say("name one indicator at least.");
        if (root["beside"].Given) items.Add(new LiveItem(Beside, "-", LocalText.Of(Beside), LocalText.Of(""), 1, 1, 0, 100, null));
        foreach (var item in root["beside"].Items) Item(item, Beside, items, 1);
        foreach (var twice in items.GroupBy(i => i.Id).Where(g => g.Count() > 1)) faults.Say($"{spec.File}: \"{twice.Key}\" is there twice.");
        foreach (var item in items.Where(i => i.Perceives.Length > 0 && !items.Any(o => o.Id == i.Perceives))) faults.Say($"{spec.File}: \"{item.Id}\" perceives \"{item.Perceives}\", which is not there.");
        foreach (var parent in items.Where(i => i.Formula is null && items.Any(c => c.Parent == i.Id) && items.Where(c => c.Parent == i.Id).All(c => c.Weight == 0))) faults.Say($"{spec.File}: the weights of what \"{parent.Id}\" is made of are all zero.");
        var peers = Peers(root["peers"], items, faults);
        root.Close();
        return faults.Any ? null : new LivePlan(title, coverage, measured, publish, profile, items, peers);
    }

    // One text for every reader, or one for each language.
    static LocalText Said(SpecNode at, string what)
    {
        if (!at.IsMap) return LocalText.Of(at.Needed(what));
        var (hans, hant) = (at["zh-Hans"], at["zh-Hant"]);
        var said = LocalText.Of(at["en"].Needed($"{what} in English"), hans.Text(), hant.Text());
        if (!hans.Given && !hant.Given) hans.Needed($"{what} in Chinese, in the city's own script: zh-Hans or zh-Hant");
        at.Close();
        return said;
    }

    // A CSV of other cities: a row a city, a column an indicator's id, values in the same units. A column "city_zh-Hans" beside "city" says its name in that language.
    static List<LivePeer> Peers(SpecNode at, List<LiveItem> items, Faults faults)
    {
        if (!at.Given || at.Spec.Csv(at.IsMap ? at["file"].Needed("the CSV file of other cities") : at.Text()) is not { } table) return [];
        var name = at.IsMap ? at["name"].Text(table.Columns[0]) : table.Columns[0];
        if (at.IsMap) at.Close();
        if (!table.Needs(name, faults, "the names of other cities")) return [];
        var known = items.Where(i => i.Formula is not null).Select(i => i.Id).ToHashSet();
        string[] chinese = [$"{name}_{Texts.Chinese}", $"{name}_{Texts.Traditional}"];
        foreach (var column in table.Columns.Where(c => c != name && !chinese.Contains(c) && !known.Contains(c))) faults.Say($"{table.File}: column \"{column}\" is no indicator of {at.Spec.File}.");
        return [.. Enumerable.Range(0, table.Count).Select(r => new LivePeer(table.Said(r, name), table.Columns.Where(known.Contains).ToDictionary(c => c, c => table.Number(r, c, faults))))];
    }

    static void Item(SpecNode at, string parent, List<LiveItem> items, int depth)
    {
        var id = at["id"].Needed("each indicator has an id");
        if (id is Beside or "vintages" or "panel" || id.Length > 0 && !id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')) at["id"].Say("an id is made of letters, digits, - and _, and is none of beside, vintages, panel.");
        var name = Said(at["name"], "what it is called");
        var (weight, direction) = (at["weight"].Number(1, 0), at["direction"].Whole(1, -1, 1));
        var unit = at["unit"].Given ? Said(at["unit"], "the unit") : LocalText.Of("");
        var (min, max) = (at["min"].Number(), at["max"].Number());
        var children = at["children"];
        var formula = at["formula"].Given ? ReadFormula.Read(at["formula"]) : null;
        if (children.Given == at["formula"].Given) at.Say("an indicator has either a formula or children.");
        if (formula is not null && unit.ByLanguage.Values.All(u => u.Length == 0)) at.Say($"the unit of \"{id}\" is missing.");
        if (formula is not null && !(max > min)) at.Say($"\"{id}\" needs goalposts: min, and a max above it.");
        if (direction == 0) at["direction"].Say("1 or -1.");
        if (depth > 8) { at.Say("deeper than eight levels."); return; }
        items.Add(new LiveItem(id, parent, name, unit, direction, weight, min, max, formula) { Measure = at["measure"].Text(), Perceives = at["perceives"].Text() });
        foreach (var child in children.Items) Item(child, id, items, depth + 1);
        at.Close();
    }
}
