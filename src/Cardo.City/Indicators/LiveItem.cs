using Cardo.Ui;

namespace Cardo.Indicators;

/// <summary>One line of a city's own score: a group, or an indicator with its formula over the city.</summary>
/// <param name="Direction">+1 more is better, -1 less is better</param>
/// <param name="Min">the goalpost that scores 0 (100 where less is better)</param>
/// <param name="Max">the goalpost that scores 100 (0 where less is better)</param>
public sealed record LiveItem(string Id, string Parent, LocalText Name, LocalText Unit, int Direction, double Weight, double Min, double Max, LiveFormula? Formula)
{
    /// <summary>What it measures, by the crosswalk's name: it feeds every framework that asks for that. "" for none.</summary>
    public string Measure { get; init; } = "";

    /// <summary>For what residents say: the measured indicator it is the other side of. "" for none.</summary>
    public string Perceives { get; init; } = "";
}

/// <summary>How a formula puts values together.</summary>
public enum LiveKind { Mean, Median, Sum, Least, Most, Count, Share, Fresh, Latest }

/// <summary>Where a formula reads.</summary>
public enum LiveSource { Things, Cases, Survey, File }

/// <summary>What an indicator reads: entities of a type, cases, answers or a file, which value of them, and how recent it must be.</summary>
/// <param name="Type">entities: as people write it, <c>AirQualityObserved</c>; cases: the service, or <c>all</c>; else the file</param>
/// <param name="Attribute">the attribute, field, question or column; "" for <see cref="LiveKind.Count"/> and <see cref="LiveKind.Fresh"/> of entities</param>
/// <param name="Within_h">hours after which a value counts no more; infinity for never</param>
/// <param name="Is">for a share: the text that counts; null where a bound decides</param>
/// <param name="Per">the result is divided by it</param>
public sealed record LiveFormula(LiveKind Kind, string Type, string Attribute, double Within_h, double Above, double Below, string? Is, double Per)
{
    public LiveSource Source { get; init; }

    /// <summary>Entities: hours of history a value is put together from; 0 for the newest reading alone.</summary>
    public double Over_h { get; init; }

    /// <summary>Entities: a reading older than <see cref="Within_h"/> is carried forward this many hours and counted as filled in; 0 for never.</summary>
    public double Carry_h { get; init; }

    /// <summary>Files: rows that have these values.</summary>
    public IReadOnlyList<(string Column, string Value)> Where { get; init; } = [];

    /// <summary>Files: the column of dates or years; "" for none.</summary>
    public string Period { get; init; } = "";
}

/// <summary>A row an indicator rests on.</summary>
/// <param name="Entity">an entity's id, a case's number, a file's line</param>
/// <param name="Counted">whether it took part; too old or without a value, it didn't</param>
public sealed record LiveRow(string Entity, double Value, string? Text, long? AtUs, bool Counted)
{
    /// <summary>Counted, though only an older value is there.</summary>
    public bool Carried { get; init; }

    /// <summary>Its line in a file; null where it is no line of one.</summary>
    public int? Line { get; init; }

    /// <summary>Where more is told of it; null for nowhere.</summary>
    public string? Link { get; init; }
}

/// <summary>What a formula found in the city.</summary>
/// <param name="Asked">rows that could have told</param>
/// <param name="There">those of them with a value recent enough</param>
public sealed record LiveValue(double Value, int Asked, int There, long? OldestUs, long? NewestUs, IReadOnlyList<LiveRow> Rows)
{
    /// <summary>The share that is there, 0 to 1.</summary>
    public double Coverage => Asked == 0 ? 0 : There / (double)Asked;

    /// <summary>The share of the counted values that were filled in from older ones, 0 to 1.</summary>
    public double Imputed { get; init; }

    /// <summary>Until when it holds though nothing new is heard: then something grows too old.</summary>
    public long GoodUntilUs { get; init; } = long.MaxValue;
}

/// <summary>Why a score is not said.</summary>
public enum Withheld { No, NothingMeasured, TooFewRows, TooLittleWeight }

/// <summary>One line of the score as it stands.</summary>
/// <param name="Score">0 to 100; NaN while withheld</param>
/// <param name="Share">among its siblings</param>
/// <param name="Effective">of the whole</param>
/// <param name="Gain">what the whole gains when the value improves by one unit</param>
public sealed record LiveLine(LiveItem Item, int Depth, double Score, double Share, double Effective, double Gain, LiveValue? Value)
{
    public Withheld Why { get; init; }

    /// <summary>Share of its weight that is measured, times how much of each measurement is there; 0 to 1.</summary>
    public double Coverage { get; init; }

    /// <summary>Share of what is measured that was filled in, 0 to 1.</summary>
    public double Imputed { get; init; }

    public long? OldestUs { get; init; }

    public long? NewestUs { get; init; }
}

/// <summary>How far the score holds when weights and goalposts are chosen otherwise, and where the city stands among its peers.</summary>
/// <param name="Rank">0 without peers</param>
/// <param name="Peers">name, score and rank interval of each city, this one first</param>
public sealed record LiveInterval(double Low, double High, int Rank, int RankLow, int RankHigh, IReadOnlyList<PeerScore> Peers);

/// <summary>A city compared with.</summary>
/// <param name="Name">null for this city itself</param>
public sealed record PeerScore(LocalText? Name, double Score, double Low, double High, int Rank, int RankLow, int RankHigh);

/// <summary>A city's score at a moment.</summary>
/// <param name="Coverage">the least share of weight that must be measured for a score to be said</param>
/// <param name="Lines">the whole, then what it is made of</param>
public sealed record LiveScore(LocalText Title, long AtUs, double Coverage, IReadOnlyList<LiveLine> Lines)
{
    public LiveLine Whole => Lines[0];

    /// <summary>Measured and shown, but no part of the score: evidence for the frameworks that ask for it, and what residents say.</summary>
    public IReadOnlyList<LiveLine> Beside { get; init; } = [];

    public LiveInterval? Interval { get; init; }

    public IEnumerable<LiveLine> All => Lines.Concat(Beside);

    public LiveLine? Find(string id) => All.FirstOrDefault(l => l.Item.Id == id);

    /// <summary>What residents say beside what is measured.</summary>
    public IEnumerable<(LiveLine Measured, LiveLine Perceived)> Pairs => All.Where(l => l.Item.Perceives.Length > 0).Select(l => (Find(l.Item.Perceives)!, l));
}
