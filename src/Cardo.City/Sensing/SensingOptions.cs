using Cardo.Kernel;

namespace Cardo.Sensing;

/// <summary>The bounds of Sensing, from the settings <c>sensing.…</c>; each has a reason in docs/devices.md.</summary>
internal sealed record SensingOptions
{
    /// <summary>Attributes in one message.</summary>
    public int MaxAttributes { get; init; } = 128;

    /// <summary>Distinct attribute names one thing may ever use.</summary>
    public int MaxNamesPerThing { get; init; } = 256;

    /// <summary>Distinct attribute names the city may use.</summary>
    public int MaxNames { get; init; } = 10_000;

    /// <summary>Things remembered at once.</summary>
    public int MaxThings { get; init; } = 1_000_000;

    /// <summary>Observations in one array message.</summary>
    public int MaxBatch { get; init; } = 200;

    /// <summary>Bytes of one message.</summary>
    public int MaxMessageBytes { get; init; } = 262_144;

    /// <summary>Bytes of one HTTP body, after unpacking.</summary>
    public long MaxBodyBytes { get; init; } = 10 * 1024 * 1024;

    /// <summary>Things' reports waiting for the disk.</summary>
    public int QueueItems { get; init; } = 65_536;

    /// <summary>Bytes of messages waiting for the disk.</summary>
    public long QueueBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>Beginnings of lines (measurement and tags) whose meaning is remembered.</summary>
    public int MaxLineKeys { get; init; } = 1_000_000;

    public int Late_s { get; init; } = 300;

    /// <summary>A claim ahead of arrival by more than this is marked and kept under its arrival.</summary>
    public int SkewMark_s { get; init; } = 2;

    /// <summary>A claim ahead of arrival by more than this is refused.</summary>
    public int SkewMax_s { get; init; } = 300;

    /// <summary>A claim before this is a clock that was never set, microseconds since 1970.</summary>
    public long OldestUs { get; init; } = 946_684_800L * Instants.SecondUs;

    public bool TrustLoopback { get; init; }

    public static SensingOptions From(Settings settings)
    {
        var usual = new SensingOptions();
        int Whole(string key, int otherwise, int min, int max) => (int)Math.Clamp(settings.Number("sensing." + key, otherwise), min, max);
        return new SensingOptions
        {
            MaxAttributes = Whole("max_attributes", usual.MaxAttributes, 1, 1_000),
            MaxNamesPerThing = Whole("max_names_per_thing", usual.MaxNamesPerThing, 1, 1_000),
            MaxNames = Whole("max_names", usual.MaxNames, 100, 1_000_000),
            MaxThings = Whole("max_things", usual.MaxThings, 1, 10_000_000),
            MaxMessageBytes = Whole("max_message_bytes", usual.MaxMessageBytes, 1_024, 16 << 20),
            MaxBodyBytes = Whole("max_body_bytes", (int)usual.MaxBodyBytes, 65_536, 1 << 30),
            QueueItems = Whole("queue_items", usual.QueueItems, 1_000, 10_000_000),
            QueueBytes = Whole("queue_bytes", (int)usual.QueueBytes, 1 << 20, 1 << 30),
            Late_s = Whole("late_s", usual.Late_s, 1, int.MaxValue),
            SkewMark_s = Whole("skew_mark_s", usual.SkewMark_s, 0, 86_400),
            SkewMax_s = Whole("skew_max_s", usual.SkewMax_s, 0, 86_400),
            OldestUs = Instants.TryParse(settings.Text("sensing.oldest", ""), out var us) ? us : usual.OldestUs,
            TrustLoopback = settings.TrustLoopback,
        };
    }
}
