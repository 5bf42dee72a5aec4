using System.Collections.Concurrent;
using Cardo.Kernel;

namespace Cardo.Server.Demo.Sim;

/// <summary>The sky over the city at a moment.</summary>
/// <param name="Hour">local time of day, hours</param>
/// <param name="Weekend">Saturday or Sunday</param>
/// <param name="Sun">sine of the sun's height; negative at night</param>
/// <param name="Rain">mm/h</param>
/// <param name="Wet">mm of rain that have not run off yet</param>
/// <param name="Tide">-1 to 1</param>
internal readonly record struct Sky(double Hour, bool Weekend, double Sun, double Rain, double Wet, double Tide);

/// <summary>Sun, showers and tide as functions of time, the same for every device.</summary>
internal sealed class Weather(ulong seed, double lon, double lat, TimeZoneInfo zone)
{
    const long SlotUs = 6 * Instants.HourUs;
    const double RunOff_h = 2.5;

    const int Remembered = 4096;

    readonly ConcurrentDictionary<long, Sky> minutes = new();

    /// <summary>The sky of the minute in which the moment lies.</summary>
    public Sky At(long atUs)
    {
        var minuteUs = atUs / Instants.MinuteUs * Instants.MinuteUs;
        if (minutes.TryGetValue(minuteUs, out var sky)) return sky;
        if (minutes.Count > Remembered) minutes.Clear();
        var utc = Instants.ToDateTimeOffset(minuteUs);
        var local = TimeZoneInfo.ConvertTime(utc, zone);
        sky = new Sky(local.TimeOfDay.TotalHours, local.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday, SunAt(utc), RainAt(minuteUs), WetAt(minuteUs), TideAt(minuteUs));
        minutes[minuteUs] = sky;
        return sky;
    }

    // Declination and hour angle to half a degree: enough to switch lamps by (Meeus, Astronomical Algorithms, chapter 25, shortened).
    double SunAt(DateTimeOffset utc)
    {
        var declination = -23.44 * Math.Cos(Math.Tau / 365.25 * (utc.DayOfYear + 10)) * Math.PI / 180;
        var angle = (utc.TimeOfDay.TotalHours + lon / 15 - 12) * 15 * Math.PI / 180;
        var phi = lat * Math.PI / 180;
        return Math.Sin(phi) * Math.Sin(declination) + Math.Cos(phi) * Math.Cos(declination) * Math.Cos(angle);
    }

    /// <summary>In every third slot of six hours falls a shower: 20 to 140 minutes, up to 45 mm/h at its height.</summary>
    public double RainAt(long atUs)
    {
        var rain = 0.0;
        for (var slot = atUs / SlotUs - 1; slot <= atUs / SlotUs; slot++)
        {
            if (Noise.Share(seed, 501, slot) > 0.34) continue;
            var startUs = slot * SlotUs + (long)(Noise.Share(seed, 502, slot) * SlotUs);
            var lastsUs = (long)((20 + 120 * Noise.Share(seed, 503, slot)) * Instants.MinuteUs);
            if (atUs < startUs || atUs >= startUs + lastsUs) continue;
            var height = 2 + 43 * Math.Pow(Noise.Share(seed, 504, slot), 3);
            rain += height * Math.Sin(Math.PI * (atUs - startUs) / lastsUs);
        }
        return rain;
    }

    double WetAt(long atUs)
    {
        var wet = 0.0;
        for (var back = 0; back < 48; back++)
            wet += RainAt(atUs - back * 10 * Instants.MinuteUs) / 6 * Math.Exp(-back / 6.0 / RunOff_h);
        return wet;
    }

    // The two largest parts of the tide: the moon's half day (12.42 h) and its declination (25.82 h).
    static double TideAt(long atUs)
    {
        var hours = atUs / (double)Instants.HourUs;
        return 0.8 * Math.Sin(Math.Tau * hours / 12.4206) + 0.2 * Math.Sin(Math.Tau * hours / 25.8193);
    }
}
