namespace Cardo.Indicators.Composite;

/// <summary>How a missing value is filled.</summary>
internal enum ImputeMethod { None, Zero, Mean, Median, GroupMean, GroupMedian, Linear, Latest }

/// <summary>What is done to outliers. Except for <see cref="Log"/> and <see cref="BoxCox"/> alone nothing is done to a column that passes the test of shape.</summary>
internal enum TreatMethod { None, Winsorise, Log, BoxCox }

/// <summary>How values of different units become comparable.</summary>
internal enum NormaliseMethod
{
    None, MinMax, ZScore, Rank, PercentRank, Percentile, Borda, Goalposts, DistanceToTarget, FractionOfMax,
    RatioToMean, RatioToBest, RatioToWorst, DifferenceToMean, DifferenceToWorst, AboveMean, Categorical, AdjustedPareto,
}

/// <summary>Which rows a column is compared with: all, those of the same period, or those of a base period.</summary>
internal enum PoolMode { All, Period, Base }

/// <summary>Which ends of a scale are cut off.</summary>
internal enum CapMode { None, Max, Min, Both }

/// <summary>Where weights come from.</summary>
internal enum WeightMethod { Given, Equal, Entropy, EntropyLog10, Critic, Merec, Pca, FactorAnalysis, CorrelationOptimised, BenefitOfTheDoubt }

/// <summary>How children become their parent.</summary>
internal enum AggregateMethod
{
    Arithmetic, Geometric, Harmonic, Power, Sum, ParetoMinus, ParetoPlus, Topsis, Copeland, Borda, Kemeny, Median, Least,
}

/// <summary>What is done with a missing value.</summary>
internal record struct ImputeKnob(ImputeMethod Method);

/// <summary>Winsorising up to <paramref name="WinMax"/> values while |skew| and kurtosis are both too great, then the second method from the original.</summary>
/// <param name="Always">apply even where the shape passes (logs and Box-Cox)</param>
/// <param name="Lambda">of Box-Cox; NaN finds the likeliest</param>
internal record struct TreatKnob(TreatMethod First, TreatMethod Then, int WinMax, double Skew, double Kurtosis, bool Always, double Lambda);

/// <summary>How a column is normalised. Min and Max are goalposts in the column's own unit, before its direction.</summary>
/// <param name="Lo">the scale's low end (min-max, goalposts), or the mean of z-scores</param>
/// <param name="Hi">the scale's high end, or the standard deviation of z-scores</param>
/// <param name="Population">whether z-scores divide by n instead of n - 1</param>
/// <param name="Width">half width around the mean (above-mean)</param>
internal record struct NormaliseKnob(NormaliseMethod Method, double Lo, double Hi, double Min, double Max, double Target, CapMode Cap, bool Population, double Width, PoolMode Pool);

/// <summary>How children are put together.</summary>
/// <param name="Factors">how many factors factor analysis keeps; 0 lets the eigenvalues decide</param>
/// <param name="P">exponent of the generalised mean</param>
/// <param name="Coverage">least share of the children's weight that must be there; below it the parent is withheld</param>
internal record struct AggregateKnob(AggregateMethod Method, double P, double Coverage, WeightMethod Weights, bool Spearman, int Factors = 0);
