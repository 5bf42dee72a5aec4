namespace Cardo.Cases.Learning;

/// <summary>Figures about choices and times, as textbooks define them. Pure.</summary>
public static class Measures
{
    /// <summary>95 % of the normal distribution lie within so many standard deviations.</summary>
    const double Z95 = 1.959963984540054;

    /// <summary>
    /// Wilson's score interval (1927) of a share, 95 %: it stays within 0..1 and is right also near them, where the usual
    /// interval is not.
    /// </summary>
    /// <returns>0..1 for no trials: nothing is known</returns>
    public static Interval Wilson(long successes, long trials, double z = Z95)
    {
        if (trials <= 0) return new(0, 1);
        double n = trials, p = successes / n, z2 = z * z;
        var middle = (p + z2 / (2 * n)) / (1 + z2 / n);
        var half = z / (1 + z2 / n) * Math.Sqrt(p * (1 - p) / n + z2 / (4 * n * n));
        return new(Math.Max(0, middle - half), Math.Min(1, middle + half));
    }

    /// <summary>
    /// The time by which half of all cases are done, by Kaplan and Meier (1958): open cases count for as long as they have
    /// been open, so that neglecting them cannot make the figure better.
    /// </summary>
    /// <param name="cases">for each case the time until done, or until now if it is open; any unit, not negative</param>
    /// <returns>in the same unit; null when fewer than half are done so far that one can tell</returns>
    public static double? KaplanMeierMedian(IEnumerable<(double Time, bool Done)> cases)
    {
        var curve = KaplanMeier(cases);
        // The least time at which the curve is at or below one half, as R's survfit and lifelines have it.
        foreach (var step in curve)
            if (step.Survival <= 0.5 + 1e-12) return step.Time;
        return null;
    }

    /// <summary>The share still open after each time at which a case was done.</summary>
    public static IReadOnlyList<SurvivalStep> KaplanMeier(IEnumerable<(double Time, bool Done)> cases)
    {
        var sorted = cases.OrderBy(c => c.Time).ToArray();
        var steps = new List<SurvivalStep>();
        var survival = 1.0;
        for (var i = 0; i < sorted.Length;)
        {
            var (j, done) = (i, 0);
            for (; j < sorted.Length && sorted[j].Time == sorted[i].Time; j++)
                if (sorted[j].Done) done++;
            if (done > 0)
            {
                survival *= 1 - (double)done / (sorted.Length - i);
                steps.Add(new(sorted[i].Time, survival, sorted.Length - i, done));
            }
            i = j;
        }
        return steps;
    }

    /// <summary>The mean time of done cases alone. It forgets open ones, so a city that leaves the hard ones looks quick; shown only beside the median.</summary>
    public static double? NaiveMean(IEnumerable<(double Time, bool Done)> cases)
    {
        var (sum, n) = (0.0, 0);
        foreach (var (time, done) in cases)
        {
            if (!done) continue;
            sum += time;
            n++;
        }
        return n == 0 ? null : sum / n;
    }

    /// <summary>Mean of F1 over all labels that occur as truth or as choice, as scikit-learn's f1_score(average="macro").</summary>
    public static double MacroF1(IReadOnlyCollection<(string Truth, string Choice)> choices)
    {
        var scores = ByLabel(choices);
        return scores.Count == 0 ? 0 : scores.Average(s => s.F1);
    }

    /// <summary>Precision, recall and F1 of each label, the most frequent first.</summary>
    public static IReadOnlyList<LabelScore> ByLabel(IReadOnlyCollection<(string Truth, string Choice)> choices)
    {
        var counts = new Dictionary<string, (int Right, int Chosen, int True)>();
        foreach (var (truth, choice) in choices)
        {
            var t = counts.GetValueOrDefault(truth);
            counts[truth] = t with { True = t.True + 1, Right = t.Right + (truth == choice ? 1 : 0) };
            var c = counts.GetValueOrDefault(choice);
            counts[choice] = c with { Chosen = c.Chosen + 1 };
        }
        return [.. counts.Select(c => new LabelScore(c.Key, c.Value.True,
            c.Value.Chosen == 0 ? 0 : (double)c.Value.Right / c.Value.Chosen,
            c.Value.True == 0 ? 0 : (double)c.Value.Right / c.Value.True,
            2.0 * c.Value.Right / (c.Value.Chosen + c.Value.True))).OrderByDescending(s => s.Cases).ThenBy(s => s.Label, StringComparer.Ordinal)];
    }

    /// <summary>Expected calibration error (Naeini, Cooper and Hauskrecht 2015) over ten equal steps of confidence.</summary>
    public static double CalibrationError(IReadOnlyCollection<(double Confidence, bool Right)> choices)
    {
        if (choices.Count == 0) return 0;
        var bins = new (double Sum, int Right)[10];
        foreach (var (confidence, right) in choices)
        {
            ref var bin = ref bins[Math.Clamp((int)(confidence * 10), 0, 9)];
            bin = (bin.Sum + confidence, bin.Right + (right ? 1 : 0));
        }
        return bins.Sum(b => Math.Abs(b.Sum - b.Right)) / choices.Count;
    }
}

/// <summary>A step of a survival curve.</summary>
/// <param name="Survival">share still open after <paramref name="Time"/></param>
/// <param name="AtRisk">cases still open just before</param>
/// <param name="Done">cases done at that time</param>
public readonly record struct SurvivalStep(double Time, double Survival, int AtRisk, int Done);
