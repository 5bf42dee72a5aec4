namespace Cardo.Server.Edges;

/// <summary>One figure: an instrument with one combination of tags. Guarded by itself.</summary>
internal sealed class Cell(string tags, KeyValuePair<string, object?>[] given)
{
    public double Value;
    public long Count;
    public readonly long[] Buckets = new long[Metrics.Bounds.Length];

    /// <summary>The tags as they are written: <c>{a="b"}</c>, or nothing.</summary>
    public string Tags { get; } = tags;

    public bool Has(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.Length != given.Length) return false;
        for (var i = 0; i < given.Length; i++)
            if (!Equals(tags[i].Value, given[i].Value) || tags[i].Key != given[i].Key) return false;
        return true;
    }
}
