using System.Globalization;
using Cardo.Cases;
using Cardo.Kernel;

namespace Cardo.Indicators.Live;

/// <summary>Cases as rows: how long they took, whether they are open, closed, in time.</summary>
internal static class ReadCases
{
    public static LiveValue Of(LiveFormula formula, CaseDesk desk, long atUs)
    {
        var from = double.IsInfinity(formula.Within_h) ? 0 : atUs - Evaluate.Us(formula.Within_h);
        var facts = desk.Facts(from, atUs).Where(f => formula.Type == "all" || f.Service == formula.Type).ToList();
        double? instead = formula is { Kind: LiveKind.Median, Attribute: "hours" } && facts.Count > 0
            ? CaseDesk.MedianTime(facts.Select(f => (Hours(f, atUs), !f.OpenAt(atUs)))) ?? double.NaN
            : null;
        return Evaluate.Combine(formula, facts.Select(f => Row(formula, f, atUs)), instead);
    }

    static double Hours(CaseFact f, long atUs) => ((f.OpenAt(atUs) ? atUs : f.ClosedUs) - f.OpenedUs) / (double)Instants.HourUs;

    static LiveRow Row(LiveFormula formula, CaseFact f, long atUs)
    {
        var open = f.OpenAt(atUs);
        var ended = open ? atUs : f.ClosedUs;
        var (value, text, counted) = formula.Attribute switch
        {
            "hours" => (Hours(f, atUs), null, formula.Kind == LiveKind.Median || !open),
            "open" => (open ? 1 : 0, open ? "true" : "false", true),
            "closed" => (open ? 0 : 1, open ? "false" : "true", true),
            // Closed, or open and beyond its time: those of which it can be said.
            "on-time" => (!open && ended <= f.DueUs ? 1 : 0, !open && ended <= f.DueUs ? "true" : "false", f.DueUs != 0 && (!open || atUs > f.DueUs)),
            _ => (1.0, (string?)null, true),
        };
        return new LiveRow(f.Number.ToString(CultureInfo.InvariantCulture), value, text, open ? f.OpenedUs : f.ClosedUs, counted) { Link = $"/cases/{f.Number.ToString(CultureInfo.InvariantCulture)}" };
    }
}
