namespace Cardo.Cases.Learning;

/// <summary>
/// Weights for a city without named pairs: place, time, service and source as learned from Boston's staff-named pairs
/// before June 2026, rounded; words, address and asset by judgement, since those pairs had none (docs/methods/duplicates.md).
/// </summary>
internal static class PlainWeights
{
    static readonly float[] plain = [-5.0f, 0, 1.0f, -0.3f, -4.3f, 4.0f, -1.0f, 1.0f, 3.0f, -2.0f, -0.7f];
    static readonly float[] metres = [2.0f, 1.6f, 0.9f, 0.4f, -1.4f, -2.7f, -3.2f];
    static readonly float[] metresSameService = [-0.2f, -0.4f, 0.7f, 0.5f, 0.6f, 0.7f, -1.0f];
    static readonly float[] hours = [0.9f, 0.3f, 0.2f, 0.3f, -1.1f, -0.8f, -0.6f, -1.7f];
    static readonly float[] hoursSameService = [-0.4f, -0.6f, -0.4f, -0.4f, 1.0f, 0.7f, 0.5f, 0.7f];

    /// <summary>What flags 12 % of Boston's cases with these weights.</summary>
    public const double Cut = 0.0156;

    public static float[] Make() => [.. plain, .. metres, .. metresSameService, .. hours, .. hoursSameService, .. new float[PairFeatures.ServiceBuckets]];
}
