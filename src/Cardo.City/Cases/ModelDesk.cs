using Cardo.Cases.Dispatch;
using Cardo.Kernel;

namespace Cardo.Cases;

/// <summary>How the model of dispatch stands.</summary>
/// <param name="Version">what decisions name; null while there is none</param>
/// <param name="MadeUs">when it was trained</param>
/// <param name="Cases">answered cases it learned from, those after training included</param>
/// <param name="Since">of these, after training</param>
/// <param name="Labels">services and departments it tells apart</param>
/// <param name="Busy">it is being trained now</param>
public sealed record ModelState(string? Version, long MadeUs, int Cases, int Since, int Labels, bool Busy);

/// <summary>What came of training.</summary>
/// <param name="Looked">cases looked at</param>
/// <param name="Examples">those with an answer</param>
/// <param name="ReadS">seconds of reading</param>
/// <param name="TrainS">seconds of learning</param>
public sealed record TrainingReport(string Version, long Looked, int Examples, int Labels, double ReadS, double TrainS);

/// <summary>The doorway to the model that dispatches: how it stands, and training it from the city's own cases.</summary>
public sealed class ModelDesk
{
    readonly ModelKeeper keeper;

    internal ModelDesk(ModelKeeper keeper) => this.keeper = keeper;

    public ModelState State => keeper.State;

    /// <summary>Trains a new model from the cases as they are now and puts it to work. Refusals: <c>too-few-examples</c>, <c>model-busy</c>, <c>model-not-written</c>.</summary>
    public Outcome<TrainingReport> Train(IProgress<LearnProgress>? progress = null, CancellationToken stop = default) => keeper.Train(progress, stop);
}
