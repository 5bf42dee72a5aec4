using System.Text.RegularExpressions;
using Cardo.Standards.NgsiLd;
using Cardo.Standards.NgsiLd.Query;

namespace Cardo.Twin;

/// <summary>
/// Which entities are asked for. The sets narrow the search by index; <see cref="Where"/> then decides one by one.
/// Every part that is given must hold.
/// </summary>
public sealed record EntityQuery
{
    /// <summary>Only these ids.</summary>
    public IReadOnlyList<string>? Ids { get; init; }

    /// <summary>Entities with at least one of these types (expanded); null for any.</summary>
    public IReadOnlyList<string>? Types { get; init; }

    /// <summary>A pattern over the id; bounded and without backtracking, whoever makes it.</summary>
    public Regex? IdPattern { get; init; }

    /// <summary>Entities with at least one of these attributes (expanded).</summary>
    public IReadOnlyList<string>? Attributes { get; init; }

    /// <summary>The rest: type selection with "and", q, geo relation, scope.</summary>
    public Func<Entity, bool>? Where { get; init; }

    /// <summary>Comparisons that every answer fulfils; what the indexes over values can use. <see cref="Where"/> says them too.</summary>
    public IReadOnlyList<QTerm> Terms { get; init; } = [];

    /// <summary>A box that the <c>location</c> of every answer must touch; what the geo index can use.</summary>
    public GeoBox? Near { get; init; }

    public int Offset { get; init; }

    public int Limit { get; init; } = 20;

    /// <summary>Ask for the number of all answers; only then is it made.</summary>
    public bool Count { get; init; }
}

/// <summary>A box in degrees, longitudes first.</summary>
public readonly record struct GeoBox(double MinX, double MinY, double MaxX, double MaxY)
{
    public bool Touches(GeoValue geo) => geo.MinX <= MaxX && geo.MaxX >= MinX && geo.MinY <= MaxY && geo.MaxY >= MinY;
}

/// <summary>One page of answers in the stable order of creation.</summary>
/// <param name="Count">the number of all answers, or null when not asked for</param>
/// <param name="More">there are answers after this page</param>
public sealed record Page<T>(IReadOnlyList<T> Items, long? Count, bool More)
{
    /// <summary>How many were looked at one by one to find these: what the indexes left over.</summary>
    public int Examined { get; init; }
}
