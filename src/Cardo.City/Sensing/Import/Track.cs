using Cardo.Kernel;
using Cardo.Twin;
using Attribute = Cardo.Standards.NgsiLd.Attribute;

namespace Cardo.Sensing.Import;

/// <summary>What an import remembers of one entity: the moments already seen, the last values (for jumps), what waits to be written.</summary>
internal sealed class Track(string id, int attributes)
{
    readonly List<long> rising = [];
    readonly double[] last = Enumerable.Repeat(double.NaN, attributes).ToArray();
    readonly long[] lastUs = new long[attributes];
    HashSet<long>? others;

    public string Id { get; } = id;

    /// <summary>What the entity is was told already in this run.</summary>
    public bool Introduced { get; set; }

    /// <summary>The newest observation of each attribute: what becomes current.</summary>
    public Attribute?[] Newest { get; } = new Attribute?[attributes];

    /// <summary>The histories that were there before this run, looked up once.</summary>
    public AttributeHistory?[] Past { get; } = new AttributeHistory?[attributes];

    public bool[] PastKnown { get; } = new bool[attributes];

    /// <summary>Older observations waiting to go to history.</summary>
    public List<Attribute> Waiting { get; } = [];

    /// <returns>false when this moment was seen before</returns>
    public bool Saw(long atUs)
    {
        if (rising.Count == 0 || atUs > rising[^1])
        {
            rising.Add(atUs);
            return true;
        }
        if (rising.BinarySearch(atUs) >= 0) return false;
        return (others ??= []).Add(atUs);
    }

    /// <summary>Whether the attribute changed by more than it can within its period.</summary>
    public Quality Judge(int attribute, AttributeMap map, long atUs, double value)
    {
        if (double.IsPositiveInfinity(map.RateMax) || double.IsNaN(value)) return Quality.Good;
        var (was, wasUs) = (last[attribute], lastUs[attribute]);
        if (!double.IsNaN(was) && atUs < wasUs) return Quality.Good;
        (last[attribute], lastUs[attribute]) = (value, atUs);
        return Math.Abs(value - was) > map.RateMax && atUs - wasUs <= map.RatePer_s * Instants.SecondUs ? Quality.Rate : Quality.Good;
    }

    /// <summary>Takes an observation: the newest stays, older ones wait for history.</summary>
    /// <returns>how many now wait in addition</returns>
    public int Take(int attribute, Attribute observed)
    {
        var newest = Newest[attribute];
        if (newest is null)
        {
            Newest[attribute] = observed;
            return 0;
        }
        var newer = observed.ObservedAtUs >= newest.ObservedAtUs;
        Waiting.Add(newer ? newest : observed);
        if (newer) Newest[attribute] = observed;
        return 1;
    }
}
