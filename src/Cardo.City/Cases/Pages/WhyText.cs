using Cardo.Ui;

namespace Cardo.Cases.Pages;

/// <summary>A reason in the reader's language.</summary>
internal static class WhyText
{
    const int MostWords = 60;

    /// <param name="words">what the first matter said; null when it is gone, or not for this reader</param>
    public static string Say(CaseDesk desk, Reader reader, Why why, string? words)
    {
        var said = One(desk, reader, why, words);
        return why.And is { } and ? reader.Say("cases.why.and", ("one", said), ("other", One(desk, reader, and, words))) : said;
    }

    static string One(CaseDesk desk, Reader reader, Why why, string? words)
    {
        var value = why.Value ?? "";
        return why.What switch
        {
            "said" => Quoted(words, why) is { } quoted ? reader.Say("cases.why.said", ("words", quoted)) : reader["cases.why.gone"],
            "service" => reader.Say("cases.why.service", ("service", Look.Service(desk, reader, value))),
            "source" => reader.Say("cases.why.source", ("source", reader.Or("cases.source." + value, value))),
            "near" => reader.Say("cases.why.near", ("unit", Look.Unit(desk, reader, value))),
            "weekday" => reader["cases.why.weekday." + value],
            "suggested" => reader["cases.why.suggested." + value],
            "answer" when value.Split(" = ", 2) is [var code, var answer] => reader.Say("cases.why.answer", ("value", Look.Answer(desk, reader, Asker(desk, code), code, answer))),
            "words" or "answer" or "hour" or "month" or "cell" or "case" or "cases" => reader.Say("cases.why." + why.What, ("value", value)),
            "place" or "check" => reader["cases.why." + why.What],
            _ => value,
        };
    }

    // A rule names the question alone; the service is the one that asks it.
    static string Asker(CaseDesk desk, string code) => desk.Profile.Services.Values.FirstOrDefault(s => s.Attributes.Any(a => a.Code == code))?.Code ?? "";

    static string? Quoted(string? words, Why why) =>
        words is null || why.At < 0 || why.Length <= 0 || why.At + (long)why.Length > words.Length ? null : words.Substring(why.At, Math.Min(why.Length, MostWords));
}
