using Cardo.Traffic.Studio;
using Cardo.Ui;

namespace Cardo.Traffic.Pages;

/// <summary>Tries in words, in the reader's language.</summary>
internal static class TrialWords
{
    public static string Name(Reader R, Trial trial) => trial.Name.Length > 0 ? trial.Name : R.Say("traffic.try.number", ("n", trial.Id));

    public static string State(Reader R, TrialState state) => R["traffic.try.state." + state.ToString().ToLowerInvariant()];

    public static string Tone(TrialState state) => state switch { TrialState.Done => "good", TrialState.Failed or TrialState.Interrupted => "warn", _ => "none" };

    public static string Signed(Reader R, double n) => (n > 0 ? "+" : "") + R.Number(Math.Round(n, 2)).Replace('-', '\u2212');

    public static string Spread(Reader R, Spread s, bool signed = false) => (signed ? Signed(R, s.Mean) : R.Number(s.Mean)) + (s.Half is { } half ? $" ± {R.Number(half)}" : "");

    /// <summary>The finding in one sentence: by how much a vehicle's delay differs, and whether chance alone could do that.</summary>
    public static string Says(Reader R, TryResult result)
    {
        if (result.Measures.FirstOrDefault(m => m.Id == "delay") is not { } delay) return R["traffic.try.says.nothing"];
        var (mean, half) = (delay.Difference.Mean, delay.Difference.Half);
        (string, object)[] with = [("by", R.Number(Math.Round(Math.Abs(mean), 1))), ("percent", R.Number(delay.Today.Mean > 0 ? Math.Round(100 * Math.Abs(mean) / delay.Today.Mean) : 0)), ("low", R.Number(Math.Round(Math.Abs(mean) - (half ?? 0), 1))), ("high", R.Number(Math.Round(Math.Abs(mean) + (half ?? 0), 1))), ("from", Signed(R, Math.Round(mean - (half ?? 0), 1))), ("to", Signed(R, Math.Round(mean + (half ?? 0), 1)))];
        return R.Say("traffic.try.says." + (half is null ? mean > 0 ? "one.more" : mean < 0 ? "one.less" : "nothing" : mean == 0 && half == 0 ? "nothing" : Math.Abs(mean) <= half ? "unsure" : mean > 0 ? "more" : "less"), with);
    }

    public static string ToneOf(TryResult result) => result.Measures.FirstOrDefault(m => m.Id == "delay")?.Difference is { Half: { } half, Mean: var mean } && Math.Abs(mean) > half ? mean > 0 ? "warn" : "good" : "none";
}
