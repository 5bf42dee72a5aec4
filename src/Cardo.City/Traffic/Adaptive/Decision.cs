using System.Globalization;

namespace Cardo.Traffic.Adaptive;

/// <summary>A choice and its reasons, in vehicle seconds of waiting that each way would cost until the horizon.</summary>
/// <param name="Stage">what to show next</param>
/// <param name="Keep_vs">the cost of the best way of keeping the present stage</param>
/// <param name="Change_vs">the cost of the best change</param>
/// <param name="Best">the stage of the best change, -1 where there is none</param>
/// <param name="Hold_s">how long keeping would still be best</param>
internal readonly record struct Decision(int Stage, float Keep_vs, float Change_vs, int Best, int Hold_s)
{
    // Less than this makes no choice.
    const float Said = 1.05f;

    /// <summary>Why it is green, as a sentence with its terms.</summary>
    public string Why(JunctionModel model, Snapshot seen)
    {
        var served = new List<string>();
        var lanes = model.Lanes.Length;
        for (var l = 0; l < lanes; l++)
            if (seen.Rate[Stage * lanes + l] > 0 && Coming(seen, l) is > 0.2f and var coming)
                served.Add(string.Create(CultureInfo.InvariantCulture, $"{model.Lanes[l].Approach.Lane}: {seen.Queue[l]:0.#} waiting, {coming - seen.Queue[l]:0.#} coming"));
        var terms = Best < 0 ? "nobody else waits"
            : Stage == seen.Stage ? string.Create(CultureInfo.InvariantCulture, $"keeping it {Hold_s} s costs {Keep_vs:0} vehicle seconds, changing to stage {Best} now {Change_vs:0}")
            : string.Create(CultureInfo.InvariantCulture, $"changing from stage {seen.Stage} costs {Change_vs:0} vehicle seconds, keeping it {Keep_vs:0}");
        if (seen.Urgent is { } urgent) terms += string.Create(CultureInfo.InvariantCulture, $", and an emergency vehicle comes on {model.Lanes[urgent.Lane].Approach.Lane} in {Math.Max(0, urgent.Eta_s):0} s with {urgent.Ahead:0} before it");
        for (var l = 0; l < lanes; l++)
        {
            if (Crowded(seen, l)) terms += string.Create(CultureInfo.InvariantCulture, $", and {model.Lanes[l].Approach.Lane} is crowded and stands in others' way: each there counts as {seen.Weight[l]:0.#}");
            if (Kept(model, seen, l) is > 0 and var keep) terms += string.Create(CultureInfo.InvariantCulture, $", and {model.Lanes[l].Approach.Lane} comes from the edge into crowded streets: each let go from there counts {100 * keep:0} % less");
        }
        return $"Stage {Stage} is green because {terms} ({(served.Count == 0 ? "nobody is served" : string.Join("; ", served))}).";
    }

    /// <summary>Whether a vehicle on the lane counted for so much more than one that it is worth saying.</summary>
    public static bool Crowded(Snapshot seen, int lane) => seen.Weight[lane] > Said;

    /// <summary>How much less it counted to let somebody go from the network's edge, 0 to 1; 0 where that is not worth saying.</summary>
    public static float Kept(JunctionModel model, Snapshot seen, int lane)
    {
        var keep = 0f;
        for (var s = 0; s < model.Stages.Length; s++) keep = Math.Max(keep, seen.Keep[s * model.Lanes.Length + lane]);
        return keep > Said - 1 ? keep : 0;
    }

    static float Coming(Snapshot seen, int lane)
    {
        var sum = seen.Queue[lane];
        for (var t = 0; t < 15; t++) sum += seen.Arrivals[lane * Snapshot.Horizon_s + t];
        return sum;
    }
}
