using Cardo.Indicators.Composite;
using Cardo.Indicators.Effects;
using Cardo.Indicators.Efficiency;
using Cardo.Indicators.Uncertainty;
using Cardo.Indicators.Verify;
using Cardo.Kernel;

namespace Cardo.Indicators;

/// <summary>The doorway to the methods: each reads a specification and its files and returns tables, or says what is wrong where.</summary>
public sealed class IndexDesk
{
    /// <summary>Composite indicator: scores, ranks, stages, weights, statistics.</summary>
    public Outcome<IndexReport> Score(string spec) => ScoreReport.Of(spec);

    /// <summary>A unit's score down to its raw values; all units when none is named.</summary>
    public Outcome<IndexReport> Explain(string spec, string? unit) => ExplainReport.Of(spec, unit);

    /// <summary>Input against output: DEA models, each programme proven.</summary>
    public Outcome<IndexReport> Efficiency(string spec) => EfficiencyReport.Of(spec);

    /// <summary>How far ranks hold when choices are made otherwise: Monte Carlo, Sobol indices, remove-one.</summary>
    public Outcome<IndexReport> Uncertainty(string spec) => UncertaintyReport.Of(spec);

    /// <summary>Did it work? Staggered difference-in-differences, synthetic control, censored and truncated regression.</summary>
    public Outcome<IndexReport> Effect(string spec) => EffectReport.Of(spec);

    /// <summary>Recomputes every reference set under a folder and says what differs.</summary>
    public Outcome<IndexReport> Verify(string folder) => VerifyReport.Of(folder);
}
