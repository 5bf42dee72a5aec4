namespace Cardo.Cases.Learning;

/// <summary>
/// How a model learns. The defaults were chosen on the later part of the training parts of three cities' sets; one
/// set of numbers serves them all. How unseen the parts are that figures are taken from says docs/methods/dispatch.md.
/// </summary>
internal sealed record ModelOptions
{
    /// <summary>AdaGrad's step, the same for history and for what comes after it.</summary>
    public float Step { get; init; } = 0.6f;

    /// <summary>How many cases must have a piece before it is weighed.</summary>
    public int SlotsFrom { get; init; } = 2;

    /// <summary>Slots at most: with 16 labels 64 MB of weights.</summary>
    public int MaxSlots { get; init; } = 1 << 20;

    /// <summary>Length of the block of clues beside the block of words, which has length 1.</summary>
    public float ClueLength { get; init; } = 1f;

    /// <summary>Step of the experts' weights.</summary>
    public float ExpertStep { get; init; } = 0.02f;

    /// <summary>Weight of an expert before anything is known of it.</summary>
    public float ExpertStart { get; init; } = 0.05f;

    /// <summary>Cases' worth of the usual distribution that an expert's own counts stand against.</summary>
    public float ExpertPrior { get; init; } = 0.3f;

    /// <summary>What is left of an expert's counts when the next case of its circumstance comes.</summary>
    public float Fade { get; init; } = 0.99f;

    /// <summary>Step of the weights of what happened nearby.</summary>
    public float NearStep { get; init; } = 0.2f;

    /// <summary>Standard deviation of "nearby" in metres; a second one is three times as wide.</summary>
    public float Near_m { get; init; } = 40f;

    /// <summary>The latest predictions made before the answer was known, from which confidence is calibrated.</summary>
    public int Window { get; init; } = 8_000;

    /// <summary>So many of them must have borne out a promise by themselves.</summary>
    public int Recent { get; init; } = 2_000;
}
