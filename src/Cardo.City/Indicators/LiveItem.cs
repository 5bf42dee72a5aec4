namespace Cardo.Indicators;

/// <summary>One line of a city's own score: a group, or an indicator with its formula over the city.</summary>
/// <param name="Direction">+1 more is better, -1 less is better</param>
/// <param name="Min">the goalpost that scores 0 (100 where less is better)</param>
/// <param name="Max">the goalpost that scores 100 (0 where less is better)</param>
public sealed record LiveItem(string Id, string Parent, string Name, string NameZh, string Unit, int Direction, double Weight, double Min, double Max, LiveFormula? Formula);

/// <summary>How a formula puts values together.</summary>
public enum LiveKind { Mean, Median, Sum, Least, Most, Count, Share, Fresh }

/// <summary>What an indicator reads: entities of a type, an attribute of them, and how recent it must be.</summary>
/// <param name="Type">as people write it, <c>AirQualityObserved</c></param>
/// <param name="Attribute">"" for <see cref="LiveKind.Count"/> and <see cref="LiveKind.Fresh"/></param>
/// <param name="Within_h">hours after which a value counts no more; infinity for never</param>
/// <param name="Is">for a share: the text that counts; null where a bound decides</param>
/// <param name="Per">the result is divided by it</param>
public sealed record LiveFormula(LiveKind Kind, string Type, string Attribute, double Within_h, double Above, double Below, string? Is, double Per);

/// <summary>A row an indicator rests on.</summary>
/// <param name="Counted">whether it took part; too old or without a value, it didn't</param>
public sealed record LiveRow(string Entity, double Value, string? Text, long? AtUs, bool Counted);

/// <summary>What a formula found in the city.</summary>
/// <param name="Asked">entities of the type</param>
/// <param name="There">those of them with a value recent enough</param>
public sealed record LiveValue(double Value, int Asked, int There, long? OldestUs, long? NewestUs, IReadOnlyList<LiveRow> Rows)
{
    /// <summary>The share that is there, 0 to 1.</summary>
    public double Coverage => Asked == 0 ? 0 : There / (double)Asked;
}

/// <summary>One line of the score as it stands.</summary>
/// <param name="Score">0 to 100; NaN while withheld</param>
/// <param name="Share">among its siblings</param>
/// <param name="Effective">of the whole</param>
/// <param name="Gain">what the whole gains when the value improves by one unit</param>
public sealed record LiveLine(LiveItem Item, int Depth, double Score, double Share, double Effective, double Gain, LiveValue? Value);

/// <summary>A city's score at a moment.</summary>
/// <param name="Coverage">the least share of weight that must be measured for a score to be said</param>
public sealed record LiveScore(string Title, string TitleZh, long AtUs, double Coverage, IReadOnlyList<LiveLine> Lines)
{
    public LiveLine Whole => Lines[0];

    public LiveLine? Find(string id) => Lines.FirstOrDefault(l => l.Item.Id == id);
}
