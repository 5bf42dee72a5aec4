namespace Cardo.Storage;

/// <summary>One series, once looked up: hold it where samples come often, so that its name is hashed once.</summary>
public sealed class SeriesHandle
{
    internal SeriesHandle(int id, SeriesName name) => (Id, Name) = (id, name);

    public int Id { get; }

    public SeriesName Name { get; }

    /// <summary>The sample with the latest moment; null while there is none.</summary>
    public Sample? Newest
    {
        get
        {
            lock (Samples) return Samples.Count == 0 ? null : Samples.Values[^1];
        }
    }

    internal SortedList<long, Sample> Samples { get; } = [];

    internal bool Dirty { get; set; }
}
