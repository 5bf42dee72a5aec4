using System.Globalization;
using Cardo.Ui;

namespace Cardo.Indicators.Pages;

/// <summary>Numbers with the digits that mean something to a reader; files have them all.</summary>
internal static class Digits
{
    /// <summary>Three that count: 0.0123, 4.56, 47.1, 480, 12 345.</summary>
    public static string Sane(this Reader r, double v)
    {
        if (!double.IsFinite(v) || v == 0) return r.Number(v);
        var decimals = Math.Clamp(2 - (int)Math.Floor(Math.Log10(Math.Abs(v))), 0, 6);
        return r.Number(Math.Round(v, decimals));
    }

    /// <summary>A score: one decimal, or as many as its framework asks for.</summary>
    public static string Score(this Reader r, double v, int decimals = 1) => double.IsNaN(v) ? r["indicators.held"] : v.ToString("F" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    /// <summary>A share from 0 to 1 as per cent.</summary>
    public static string Percent(this Reader r, double share) => r.Number(Math.Round(100 * share, share is > 0 and < .1 ? 1 : 0)) + "\u202f%";

    /// <summary>How far a line of a tree stands in.</summary>
    public static string? Indent(int depth) => depth > 1 ? $"deep-{Math.Min(depth, 4)}" : null;

    public static string Change(double v) => double.IsNaN(v) ? "" : v.ToString(Math.Abs(v) < .1 ? "+0.000;-0.000;0" : "+0.0;-0.0;0", CultureInfo.InvariantCulture);

    public static string Why(this Reader r, LiveLine line, LiveScore score) => line.Why switch
    {
        Withheld.NothingMeasured => r["indicators.why.nothing"],
        Withheld.TooFewRows => r.Say("indicators.why.rows", ("there", r.Number(line.Value?.There ?? 0)), ("asked", r.Number(line.Value?.Asked ?? 0))),
        Withheld.TooLittleWeight => r.Say("indicators.why.weight", ("percent", r.Number(Math.Round(100 * score.Coverage)))),
        _ => "",
    };

    public static string Name(this Reader r, LiveItem item) => item.Name.In(r.Lang);

    public static string Name(this Reader r, FrameworkItem item) => item.Name.In(r.Lang);

    public static string Name(this Reader r, PeerScore peer) => peer.Name?.In(r.Lang) ?? r.City;

    /// <summary>A value with the digits that mean something, and its unit.</summary>
    public static string Valued(this Reader r, double v, LiveItem item) => $"{r.Sane(v)}\u202f{item.Unit.In(r.Lang)}";

    /// <summary>A framework's unit: common ones in the reader's language, others as the framework writes them.</summary>
    public static string Unit(this Reader r, string unit) => r.Or("indicators.unit." + unit, unit);

    /// <summary>A language tag for a text that stands in another language than the page; null where it is the page's own.</summary>
    public static string? Foreign(this Reader r, LocalText text) =>
        Texts.Order(r.Lang).FirstOrDefault(text.ByLanguage.ContainsKey) is { } spoken && spoken != r.Lang ? spoken : null;

    /// <summary>The formula as one line, its names as the city's file writes them and its words in the reader's language.</summary>
    public static string Said(this Reader r, LiveFormula f) => Said(f, key => r["indicators.said." + key]);

    /// <summary>The formula as files say it.</summary>
    public static string Said(LiveFormula f) => Said(f, key => key switch { "within" => ", within {h} h", "over" => ", over {h} h", "carried" => ", carried {h} h", _ => key });

    static string Said(LiveFormula f, Func<string, string> word)
    {
        static string G(double v) => v.ToString("G6", CultureInfo.InvariantCulture);
        var what = f.Source switch
        {
            LiveSource.Cases => $"{word("cases")}({f.Type}).{f.Attribute}",
            LiveSource.Survey => $"{word("survey")}({f.Type}).{f.Attribute}",
            LiveSource.File => $"{word("file")}({f.Type}).{f.Attribute}",
            _ => f.Attribute.Length > 0 ? $"{f.Type}.{f.Attribute}" : f.Type,
        };
        foreach (var (column, value) in f.Where) what += $", {column} = {value}";
        if (f.Is is not null) what += $" = {f.Is}";
        if (!double.IsNaN(f.Above)) what += $" > {G(f.Above)}";
        if (!double.IsNaN(f.Below)) what += $" < {G(f.Below)}";
        if (!double.IsInfinity(f.Within_h)) what += word("within").Replace("{h}", G(f.Within_h));
        if (f.Over_h > 0) what += word("over").Replace("{h}", G(f.Over_h));
        if (f.Carry_h > 0) what += word("carried").Replace("{h}", G(f.Carry_h));
        return $"{word(f.Kind.ToString().ToLowerInvariant())}({what}){(f.Per == 1 ? "" : $" / {G(f.Per)}")}";
    }
}
