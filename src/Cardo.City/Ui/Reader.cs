using System.Globalization;
using Cardo.Kernel;
using Microsoft.AspNetCore.Http;

namespace Cardo.Ui;

/// <summary>
/// The person reading a page: their language and theme, the city's clock and zone, and how things are said to them.
/// One for each request; pages take it by <c>@inject Reader R</c> and ask <c>@R["home.title"]</c>.
/// </summary>
public sealed class Reader
{
    public const string LangCookie = "cardo-lang";
    public const string ThemeCookie = "cardo-theme";

    readonly Texts texts;

    public Reader(Texts texts, Settings settings, TimeProvider clock, IHttpContextAccessor http) : this(texts, settings, clock, Choose(http.HttpContext, settings), ThemeOf(http.HttpContext))
    {
        var request = http.HttpContext?.Request;
        Path = request?.Path.Value ?? "/";
        Query = request?.QueryString.Value ?? "";
    }

    /// <summary>A reader without a request: for notices, exports and tests.</summary>
    public Reader(Texts texts, Settings settings, TimeProvider clock, string lang, string theme = "auto")
    {
        (this.texts, Lang, Theme) = (texts, lang, theme);
        Zone = settings.Zone;
        NowUs = clock.NowUs();
        City = Texts.Order(lang).Select(l => settings.Text("names." + l)).FirstOrDefault(n => n is not null) ?? settings.CityName;
    }

    /// <summary>One of <see cref="Texts.Languages"/>.</summary>
    public string Lang { get; }

    /// <summary><c>auto</c>, <c>light</c> or <c>dark</c>.</summary>
    public string Theme { get; }

    public TimeZoneInfo Zone { get; }

    /// <summary>The city's clock when the page was asked for; a replay's clock in a replay.</summary>
    public long NowUs { get; }

    /// <summary>The city's name in this language.</summary>
    public string City { get; }

    public string Path { get; } = "/";

    /// <summary>With the question mark; empty for none.</summary>
    public string Query { get; } = "";

    public bool Zh => Lang is Texts.Chinese or Texts.Traditional;

    public string this[string key] => texts.Get(Lang, key);

    /// <summary>The text, or what to say where no file has the key.</summary>
    public string Or(string key, string otherwise) => texts.Find(Lang, key) ?? otherwise;

    /// <summary>A text with its <c>{names}</c> filled in.</summary>
    public string Say(string key, params (string Name, object Value)[] with)
    {
        var text = this[key];
        foreach (var (name, value) in with)
            text = text.Replace("{" + name + "}", value is IFormattable f ? f.ToString(null, CultureInfo.InvariantCulture) : value.ToString(), StringComparison.Ordinal);
        return text;
    }

    /// <summary>A text about a count: <c>key.one</c> for exactly one, else <c>key</c>; <c>{n}</c> is the count.</summary>
    public string Count(string key, long n) => Say(n == 1 && texts.Has(key + ".one") ? key + ".one" : key, ("n", Number(n)));

    /// <summary>Texts under prefixes, for an island.</summary>
    public IReadOnlyDictionary<string, string> TextsUnder(params string[] prefixes) => texts.Under(Lang, prefixes);

    /// <summary>A whole number with thin groups of three.</summary>
    public string Number(long n) => n.ToString("#,0", Grouped);

    /// <summary>A number as its instrument gave it, at most six significant decimals, groups of three before the point.</summary>
    public string Number(double n) => double.IsFinite(n)
        ? Math.Abs(n) is >= 1e15 or (> 0 and < 1e-6) ? n.ToString("G6", CultureInfo.InvariantCulture) : n.ToString("#,0.######", Grouped)
        : this["ui.nothing"];

    static readonly NumberFormatInfo Grouped = new() { NumberGroupSeparator = "\u202f" };

    /// <summary>How long ago a moment was, in one unit: "7 min ago", "7 分钟前".</summary>
    public string Ago(long us) => Ages.Say(this, NowUs - us);

    /// <summary>A moment in the city's zone, with the day: "Thu 23 Aug 2018, 14:10".</summary>
    public string When(long us) => Say("ui.when", Parts(us));

    /// <summary>A day in the city's zone: "Thu 23 Aug 2018".</summary>
    public string Day(long us) => Say("ui.day", Parts(us));

    /// <summary>The clock in the city's zone: "14:10".</summary>
    public string Clock(long us) => Local(us).ToString("HH:mm", CultureInfo.InvariantCulture);

    public DateTimeOffset Local(long us) => TimeZoneInfo.ConvertTime(Instants.ToDateTimeOffset(us), Zone);

    (string, object)[] Parts(long us)
    {
        var at = Local(us);
        return [("weekday", this["ui.weekday." + (int)at.DayOfWeek]), ("day", at.Day), ("month", this["ui.month." + at.Month]), ("year", at.Year), ("clock", Clock(us))];
    }

    /// <summary>This page's address with one query parameter set (or taken away by null), the others kept.</summary>
    public string Here(string name, string? value)
    {
        var query = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(Query);
        if (value is null) query.Remove(name);
        else query[name] = value;
        return Microsoft.AspNetCore.WebUtilities.QueryHelpers.AddQueryString(Path, query.OrderBy(q => q.Key, StringComparer.Ordinal));
    }

    // What the reader chose, what their browser speaks, the city's own first language.
    static string Choose(HttpContext? http, Settings settings) =>
        (http is null ? null : Texts.Match(http.Request.Query["lang"]) ?? Texts.Match(http.Request.Cookies[LangCookie]) ?? Texts.Accepted(http.Request.Headers.AcceptLanguage))
        ?? Texts.Match(settings.Text("languages.0")) ?? Texts.English;

    static string ThemeOf(HttpContext? http) => http?.Request.Cookies[ThemeCookie] is "light" or "dark" ? http.Request.Cookies[ThemeCookie]! : "auto";
}
