using Cardo.Home.Layers;
using Cardo.Standards.NgsiLd;

namespace Cardo.Home.Live;

/// <summary>How urgently a thing asks to be looked at.</summary>
public enum Tone : byte { None, Warn, Alert }

/// <summary>A living thing as the map shows it. Changed under the board's lock alone; readers take copies.</summary>
public sealed record Pin
{
    /// <summary>Small and stable while the server runs: what frames speak of.</summary>
    public required int Index { get; init; }
    public required string Id { get; init; }
    public required Layer Layer { get; init; }
    public required string Type { get; init; }
    public required string Name { get; init; }

    /// <summary>Its names by language as JSON, where it has several; the entity's own bytes, not a copy.</summary>
    public ReadOnlyMemory<byte> Names { get; init; }

    /// <summary>What it is called in a language, or in the next one it has.</summary>
    public string NameIn(string lang) => Names.IsEmpty || lang == Ui.Texts.English ? Name : Labels.InLanguage(Names, lang) ?? Name;

    /// <summary>Degrees, WGS 84; the middle of what is not a point.</summary>
    public double Lon { get; init; }
    public double Lat { get; init; }

    /// <summary>Short name of the attribute shown; null when nothing was ever observed.</summary>
    public string? Attribute { get; init; }
    public Value Value { get; init; }

    /// <summary>UN/CEFACT common code.</summary>
    public string? Unit { get; init; }

    /// <summary>When the shown value was observed, microseconds; <see cref="Standards.NgsiLd.Attribute.NoTime"/> when it never was.</summary>
    public long AtUs { get; init; } = Standards.NgsiLd.Attribute.NoTime;

    /// <summary>When anything was last heard of it.</summary>
    public long HeardUs { get; init; } = Standards.NgsiLd.Attribute.NoTime;

    /// <summary>Kernel's Quality flags of the shown value.</summary>
    public byte Doubts { get; init; }

    /// <summary>By the layer's own states.</summary>
    public Tone State { get; init; }

    /// <summary>By open alarms about it.</summary>
    public Tone Alarm { get; init; }

    public Tone Tone => State > Alarm ? State : Alarm;

    /// <summary>A thing that reports and hasn't for longer than its layer allows.</summary>
    public bool SilentAt(long nowUs) => HeardUs != Standards.NgsiLd.Attribute.NoTime && nowUs - HeardUs > Layer.SilentAfter_s * 1e6;

    /// <summary>What a person would call its state: alert, warn, silent or fine.</summary>
    public string WordAt(long nowUs) => Tone switch { Tone.Alert => "alert", Tone.Warn => "warn", _ => SilentAt(nowUs) ? "silent" : HeardUs == Standards.NgsiLd.Attribute.NoTime ? "still" : "fine" };
}
