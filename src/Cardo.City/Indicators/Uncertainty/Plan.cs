using Cardo.Indicators.Composite;
using Cardo.Indicators.Files;

namespace Cardo.Indicators.Uncertainty;

/// <summary>What the uncertainty section of a specification asks for.</summary>
internal sealed record Plan(IReadOnlyList<Choice> Choices, int Replicates, long Seed, bool Quasi, double Level, bool Sensitivity, bool OfScore, int Bootstrap, bool RemoveOne, string Export)
{
    public static Plan Read(SpecNode at, CompositeModel model)
    {
        var seed = at["seed"].Whole(1, 0, int.MaxValue);
        var choices = new ReadChoices(model, seed).Read(at["choices"]);
        var remove = at["remove-one"].Flag();
        if (choices.Count == 0 && !remove) at.Say("name what is uncertain: choices (a list of addresses with what may stand there), or remove-one: true.");
        var sequence = at["sequence"].Text("sobol");
        if (sequence is not ("sobol" or "random")) at["sequence"].Say("known sequences are sobol and random.");
        var sensitivity = at["sensitivity"];
        var wants = sensitivity.Given && (sensitivity.IsMap || sensitivity.Flag());
        var output = sensitivity.IsMap ? sensitivity["output"].Text("rank") : "rank";
        if (output is not ("rank" or "score")) sensitivity["output"].Say("known outputs are rank and score.");
        var bootstrap = sensitivity.IsMap ? sensitivity["bootstrap"].Whole(200, 10, 10_000) : 200;
        if (sensitivity.IsMap) sensitivity.Close();
        var export = at["export"].Text();
        if (export.Length > 0) export = Path.Combine(at.Spec.Folder, export);
        var plan = new Plan(choices, at["replicates"].Whole(1000, 2, 10_000_000), seed, sequence == "sobol", at["level"].Number(.9, .01, .9999), wants, output == "score", bootstrap, remove, export);
        at.Close();
        return plan;
    }
}
