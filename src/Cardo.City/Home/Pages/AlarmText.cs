using Cardo.Rules;
using Cardo.Ui;

namespace Cardo.Home.Pages;

/// <summary>An alarm in the reader's words.</summary>
internal static class AlarmText
{
    /// <summary>What its rule says in this language, else in another, else its category.</summary>
    public static string Of(Alarm alarm, Reader reader) =>
        Texts.Pick(alarm.Text, reader.Lang)
        ?? (alarm.SubCategory.Length > 0 ? Labels.Humanize(alarm.SubCategory) : alarm.Category.Length > 0 ? Labels.Humanize(alarm.Category) : reader["home.alarm.unnamed"]);

    public static string Tone(Alarm alarm) => !alarm.Open ? "none" : Live.CityBoard.ToneOf(alarm.Severity) == Live.Tone.Alert ? "alert" : "warn";
}
