using Cardo.Kernel;

namespace Cardo.Ui;

/// <summary>Says how long ago something was, in one unit a person would use.</summary>
static class Ages
{
    public static string Say(Reader reader, long ageUs)
    {
        // A device's clock a little ahead is "just now"; further ahead is said as it is, for it is worth knowing.
        if (ageUs < -2 * Instants.MinuteUs) return reader.Say("ui.ago.ahead", ("n", Math.Max(1, -ageUs / Instants.MinuteUs)));
        return ageUs switch
        {
            < 10 * Instants.SecondUs => reader["ui.ago.now"],
            < 90 * Instants.SecondUs => reader.Count("ui.ago.s", ageUs / Instants.SecondUs),
            < 90 * Instants.MinuteUs => reader.Count("ui.ago.min", Round(ageUs, Instants.MinuteUs)),
            < 36 * Instants.HourUs => reader.Count("ui.ago.h", Round(ageUs, Instants.HourUs)),
            < 60 * Instants.DayUs => reader.Count("ui.ago.d", Round(ageUs, Instants.DayUs)),
            < 730 * Instants.DayUs => reader.Count("ui.ago.mon", Round(ageUs, Instants.DayUs * 365 / 12)),
            _ => reader.Count("ui.ago.y", Round(ageUs, Instants.DayUs * 365)),
        };
    }

    static long Round(long us, long unit) => (us + unit / 2) / unit;
}
