namespace Cardo.Cases;

/// <summary>What came of it. Shares are 0..1, times in seconds.</summary>
public sealed record LearnReport
{
    public required string File { get; init; }
    public required string Label { get; init; }
    public required int RowsRead { get; init; }

    /// <summary>Rows not used, by reason.</summary>
    public required IReadOnlyDictionary<string, int> RowsLeftOut { get; init; }

    /// <summary>The same in words, with the file and line of the first few that could not be read.</summary>
    public required IReadOnlyList<string> LeftOutInWords { get; init; }

    public required int TrainRows { get; init; }
    public required int TestRows { get; init; }
    public required string TestFrom { get; init; }
    public required int Labels { get; init; }

    /// <summary>Right choices among the test rows, each predicted before it was learned, with its 95 % interval.</summary>
    public required double Accuracy { get; init; }

    public required Interval AccuracyInterval { get; init; }
    public required double MacroF1 { get; init; }

    /// <summary>What always naming the most frequent label of the training part would reach.</summary>
    public required double MajorityAccuracy { get; init; }

    public required double CalibrationError { get; init; }
    public required Gate AtThreshold { get; init; }
    public required IReadOnlyList<LabelScore> ByLabel { get; init; }
    public required LearnTimes Seconds { get; init; }
    public required int Pieces { get; init; }
}

/// <summary>What the model would have dispatched by itself.</summary>
/// <param name="Threshold">asked of it</param>
/// <param name="Coverage">share of test rows it dispatched, deciding from earlier answers alone, with its 95 % interval</param>
/// <param name="Accuracy">right ones among them, with its 95 % interval</param>
/// <param name="HindsightCoverage">what the best cut would have covered at the threshold, known only afterwards; the figure to compare with other methods' curves</param>
public sealed record Gate(double Threshold, int Dispatched, double Coverage, Interval CoverageInterval, double Accuracy, Interval AccuracyInterval, double HindsightCoverage);

/// <param name="Read">reading the file</param>
/// <param name="Train">making the model of the earlier rows</param>
/// <param name="Test">predicting and learning the later ones</param>
/// <param name="TrainCpu">processor seconds of training</param>
public sealed record LearnTimes(double Read, double Train, double TrainCpu, double Test);

/// <summary>From and to, both inclusive.</summary>
public readonly record struct Interval(double From, double To);

/// <summary>How well one label is told.</summary>
public sealed record LabelScore(string Label, int Cases, double Precision, double Recall, double F1);
