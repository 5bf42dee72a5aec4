using Cardo.Home.Live;
using Cardo.Standards.NgsiLd;

namespace Cardo.Home.History;

/// <summary>A thing as it was at a moment.</summary>
internal sealed record PastPin(Pin Pin, Value Value, long AtUs, Tone Tone, double Lon, double Lat)
{
    /// <summary>What a person would call its state then.</summary>
    public string Word(long momentUs) => Tone switch { Tone.Alert => "alert", Tone.Warn => "warn", _ => momentUs - AtUs > Pin.Layer.SilentAfter_s * 1e6 ? "silent" : "fine" };
}
