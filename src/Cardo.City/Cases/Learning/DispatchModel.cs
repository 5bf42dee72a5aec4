using Cardo.Kernel;

namespace Cardo.Cases.Learning;

/// <summary>
/// Says where a case belongs (a department, a category, any label), learned from the city's own cases: a linear model over
/// words and clues, experts that remember the same circumstances, and what happened nearby, added up as scores and made
/// honest by calibration. Learns from every decision at once; the same history always makes the same model.
/// Calls may come from any thread; they wait for each other (a prediction takes some 20 microseconds).
/// </summary>
public sealed class DispatchModel
{
    /// <summary>Labels at most; a case of another label is not learned.</summary>
    public const int MaxLabels = 1_000;

    /// <summary>A label's length at most, in characters; a longer one is not learned.</summary>
    public const int MaxLabel = 200;

    readonly Lock gate = new();
    readonly ModelParts parts;

    public DispatchModel() => parts = new(new ModelOptions());

    internal DispatchModel(ModelOptions options) => parts = new(options);

    internal DispatchModel(ModelParts parts) => this.parts = parts;

    /// <summary>Cases learned from.</summary>
    public int Cases
    {
        get { lock (gate) return parts.Vocabulary.Cases; }
    }

    /// <summary>Weighed pieces of words and clues.</summary>
    public int Pieces
    {
        get { lock (gate) return parts.Vocabulary.Slots; }
    }

    /// <summary>The labels it knows, in the order in which it met them.</summary>
    public IReadOnlyList<string> Labels
    {
        get { lock (gate) return [.. parts.Labels]; }
    }

    /// <summary>A model of a city's history.</summary>
    /// <param name="history">decided cases in the order of their time</param>
    /// <param name="progress">told the share done, 0..1</param>
    /// <param name="threads">how many cores it may take; a city that serves people meanwhile leaves it at one. The model is the same.</param>
    public static DispatchModel Train(IReadOnlyList<(CaseText Text, string Label)> history, IProgress<double>? progress = null, CancellationToken stop = default, int threads = 1) =>
        Train(history, new ModelOptions(), progress, stop, threads);

    internal static DispatchModel Train(IReadOnlyList<(CaseText Text, string Label)> history, ModelOptions options, IProgress<double>? progress = null, CancellationToken stop = default, int threads = 1)
    {
        var parts = new ModelParts(options);
        new Training(parts, history, progress, threads, stop).Run();
        return new(parts);
    }

    /// <summary>What it thinks of a case, with its reasons.</summary>
    public Prediction Predict(CaseText text)
    {
        lock (gate)
        {
            if (parts.Labels.Count == 0) return Prediction.None;
            parts.Score(text);
            return Explanation.Of(parts);
        }
    }

    /// <summary>The label and how sure it is, without reasons: a third of the work.</summary>
    public Choice Choose(CaseText text)
    {
        lock (gate)
        {
            if (parts.Labels.Count == 0) return new("", 0, 0);
            parts.Score(text);
            return parts.Choice();
        }
    }

    /// <summary>Learns how a case was decided. Learn each case once, in the order of decisions.</summary>
    public void Learn(CaseText text, string label)
    {
        lock (gate)
        {
            if (parts.Number(label) is not (>= 0 and var number)) return;
            parts.Score(text);
            if (parts.Vocabulary.Cases > 0) parts.Judge(number, asked: true);
            parts.Features.Count();
            parts.Fit();
            parts.Row();
            parts.Step(number);
            parts.Remember(text, number);
        }
    }

    /// <summary>
    /// Whether to act on a choice without asking anybody: whether its like were right in at least <paramref name="accuracy"/>
    /// of the latest cases whose answer came after the prediction.
    /// </summary>
    /// <param name="accuracy">what the city asks of everything dispatched by the model, 0..1</param>
    public bool Trusts(Choice choice, double accuracy)
    {
        lock (gate) return choice.Certainty >= parts.Calibration.Cut(accuracy);
    }

    /// <inheritdoc cref="Trusts(Choice, double)"/>
    public bool Trusts(Prediction prediction, double accuracy) => Trusts(new Choice(prediction.Label, prediction.Confidence, prediction.Certainty), accuracy);

    /// <summary>Writes the model so that <see cref="Load"/> brings back the same one (docs/methods/dispatch.md).</summary>
    public void Save(Stream to)
    {
        lock (gate) ModelFile.Write(parts, to);
    }

    /// <returns>a refusal where the bytes aren't a whole model of this version: train one from the history then</returns>
    public static Outcome<DispatchModel> Load(Stream from) => ModelFile.Read(from).Then(parts => (Outcome<DispatchModel>)new DispatchModel(parts));
}

/// <summary>A model's choice without its reasons.</summary>
/// <param name="Confidence">calibrated, 0..1</param>
/// <param name="Certainty">the model's own, 0..1, before calibration, doubting as much more as it was wrong more often: what cases are ranked by</param>
public readonly record struct Choice(string Label, double Confidence, double Certainty);
