namespace Cardo.Storage;

/// <summary>Which series of a city are asked for, by what is known of them. Every part that is given must hold.</summary>
/// <param name="Attribute">the expanded name; null for every attribute</param>
/// <param name="Type">one of the entity's types, expanded; null for any</param>
/// <param name="Box">where the entity stands (the middle of its box); null for anywhere, also nowhere</param>
/// <param name="DatasetId">the instance; "" for the one without</param>
public sealed record SeriesFilter(string Tenant = "", string? Attribute = null, string? Type = null, PlaceBox? Box = null, string DatasetId = "")
{
    /// <summary>The newest value must be a number of at least this; null for any value.</summary>
    public double? Least { get; init; }

    /// <summary>The newest value must be a number of at most this; null for any value.</summary>
    public double? Greatest { get; init; }
}

/// <summary>A box in degrees, its edges included. Places are compared in single precision (about a metre).</summary>
public readonly record struct PlaceBox(double MinX, double MinY, double MaxX, double MaxY);

/// <summary>What a thing is and where it stands: degrees, NaN for nowhere.</summary>
public readonly record struct ThingLabel(IReadOnlyList<string> Types, double X, double Y);

/// <summary>The newest sample of one series.</summary>
public readonly record struct NewestSample(SeriesHandle Series, Sample Sample);

/// <summary>Statistics of the numbers of all series of one attribute in one period [StartUs, StartUs + period).</summary>
/// <param name="Rolled">some of them come from summaries, because the samples themselves are no longer kept</param>
public readonly record struct CityBucket(string Attribute, long StartUs, long Count, double Min, double Max, double Sum, bool Rolled = false)
{
    public double Mean => Count == 0 ? double.NaN : Sum / Count;
}
