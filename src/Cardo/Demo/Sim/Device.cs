using System.Buffers;
using System.Text.Json;
using Cardo.Kernel;
using Cardo.Server.Demo.City;

namespace Cardo.Server.Demo.Sim;

/// <summary>One simulated device. What it says is a function of the moment alone.</summary>
/// <param name="Id">its device id: kind and number</param>
/// <param name="EntityId">the entity it is in the twin</param>
internal sealed record Device(string Id, string EntityId, Kind Kind, double Lon, double Lat, CityName Name, string Near)
{
    public ulong Seed { get; init; }

    /// <summary>When in its rhythm it speaks, so that two thousand don't speak at once.</summary>
    public long PhaseUs => (long)(Noise.Share(Seed, 1) * EveryUs);

    public long EveryUs => (long)(Kind.Every_s * Instants.SecondUs);

    /// <summary>The next moment at which it speaks, after this one.</summary>
    public long NextUs(long afterUs) => afterUs - Floor(afterUs - PhaseUs, EveryUs) + EveryUs;

    static long Floor(long value, long by) => (value % by + by) % by;

    /// <summary>The value of a number signal at a moment, as the device would report it then.</summary>
    public double Read(Signal signal, int index, long atUs, Weather weather)
    {
        var (fault, sinceUs) = Faults.At(Seed, atUs);
        if (fault == Fault.Stuck) atUs = sinceUs;
        var sky = weather.At(atUs);
        // A broken thing draws nothing of what it draws in the dark.
        if (signal.Dark && (sky.Sun > Dusk || fault == Fault.Broken)) return Round(signal, signal.Otherwise + 0.1 * Noise.Share(Seed, 700 + index, atUs));
        var value = signal.FillHours > 0 ? Filling(signal, index, atUs) : signal.Base * (1 + signal.Spread * Noise.Normal(Seed, 10 + index)) * Curve(signal, sky);
        value += signal.Sun * Math.Max(0, sky.Sun) + signal.Rain * sky.Rain + signal.Wet * sky.Wet + signal.Tide * sky.Tide;
        value += signal.Walk * Noise.Walk(Seed, 100 + index, atUs, 3 * Instants.HourUs) + signal.Noise * Noise.Normal(Seed, 200 + index, atUs / Instants.SecondUs);
        var scale = signal.Noise + signal.Walk + Math.Abs(signal.Base) * 0.1;
        if (fault == Fault.Drift) value += scale * 1.5 * (atUs - sinceUs) / Instants.HourUs;
        if (fault == Fault.Spike && Noise.Share(Seed, 300 + index, atUs) < 0.08) value += scale * 25;
        return Round(signal, Math.Clamp(value, signal.Min, signal.Max));
    }

    /// <summary>The sun's height at which lamps are switched, a little different for each.</summary>
    double Dusk => 0.02 * Noise.Normal(Seed, 2) - 0.02;

    double Filling(Signal signal, int index, long atUs)
    {
        var roundUs = (long)(signal.FillHours * (0.7 + 0.6 * Noise.Share(Seed, 20 + index)) * Instants.HourUs);
        var part = (double)((atUs + (long)(Noise.Share(Seed, 21 + index) * roundUs)) % roundUs) / roundUs;
        return signal.Min + (signal.Max - signal.Min) * Math.Min(1, part * 1.01);
    }

    static double Curve(Signal signal, in Sky sky)
    {
        var day = sky.Weekend ? signal.Weekend : signal.Day;
        if (day.Count == 0) return 1;
        var hour = (int)sky.Hour;
        var part = sky.Hour - hour;
        return day[hour % 24] + (day[(hour + 1) % 24] - day[hour % 24]) * part;
    }

    static double Round(Signal signal, double value) => Math.Round(value, signal.Decimals, MidpointRounding.AwayFromZero);

    public string Word(Signal signal, long atUs, Weather weather) => weather.At(atUs).Sun > Dusk ? signal.Words!.Value.Day : signal.Words!.Value.Dark;

    /// <summary>Whether it is to speak now: a dead device does not, and a bad link loses some.</summary>
    public bool Speaks(long atUs) => Faults.At(Seed, atUs).Fault switch
    {
        Fault.Dead => false,
        Fault.Loss => Noise.Share(Seed, 800, atUs) > 0.4,
        _ => true,
    };

    /// <summary>The message of a moment: <c>{ "attribute": value, …, "observedAt": time }</c>, by the device's own clock.</summary>
    public void Write(IBufferWriter<byte> into, long atUs, Weather weather)
    {
        using var json = new Utf8JsonWriter(into);
        json.WriteStartObject();
        for (var i = 0; i < Kind.Signals.Count; i++)
        {
            var signal = Kind.Signals[i];
            if (signal.Words is not null) json.WriteString(signal.Attribute, Word(signal, atUs, weather));
            else json.WriteNumber(signal.Attribute, Read(signal, i, atUs, weather));
        }
        // Its clock runs ahead or behind, but never so far ahead that a city refuses what it says (sensing forgives five minutes): what an officer is to see is the doubt.
        var offUs = Faults.At(Seed, atUs).Fault == Fault.ClockOff ? (long)((Noise.Share(Seed, 3) - 0.5) * 9 * Instants.MinuteUs) : 0;
        json.WriteString("observedAt", Instants.Format(atUs + offUs));
        json.WriteEndObject();
    }
}
