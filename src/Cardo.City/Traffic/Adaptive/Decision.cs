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
    /// <summary>Why it is green, as a sentence with its terms.</summary>
    public string Why(JunctionModel model, Snapshot seen)
    {
        var served = new List<string>();
        for (var l = 0; l < model.Lanes.Length; l++)
            if (seen.Rate[Stage * model.Lanes.Length + l] > 0 && Coming(seen, l) is > 0.2f and var coming)
                served.Add(string.Create(CultureInfo.InvariantCulture, $"{model.Lanes[l].Approach.Lane}: {seen.Queue[l]:0.#} waiting, {coming - seen.Queue[l]:0.#} coming"));
        var terms = Best < 0 ? "nobody else waits"
            : Stage == seen.Stage ? string.Create(CultureInfo.InvariantCulture, $"keeping it {Hold_s} s costs {Keep_vs:0} vehicle seconds, changing to stage {Best} now {Change_vs:0}")
            : string.Create(CultureInfo.InvariantCulture, $"changing from stage {seen.Stage} costs {Change_vs:0} vehicle seconds, keeping it {Keep_vs:0}");
        return $"Stage {Stage} is green because {terms} ({(served.Count == 0 ? "nobody is served" : string.Join("; ", served))}).";
    }

    static float Coming(Snapshot seen, int lane)
    {
        var sum = seen.Queue[lane];
        for (var t = 0; t < 15; t++) sum += seen.Arrivals[lane * Snapshot.Horizon_s + t];
        return sum;
    }
}
