using Cardo.Cases;
using Cardo.Kernel;
using Cardo.Standards.NgsiLd;
using Cardo.Twin;

namespace Cardo.Indicators.Live;

/// <summary>What formulas read: the twin and its history, cases, and the files of the city's folder.</summary>
internal sealed class CityView(TwinDesk twin, CaseDesk? cases, string folder, TimeZoneInfo zone)
{
    readonly ReadFiles files = new(folder, zone);

    public IEnumerable<string> Faults => files.Faults;

    /// <summary>Whether a file that it reads was written since.</summary>
    public bool Changed(LiveFormula formula) => formula.Source is LiveSource.Survey or LiveSource.File && files.Changed(formula.Type);

    /// <summary>A formula now. What slides with time (spans of history, cases, files) does so by whole minutes.</summary>
    public LiveValue Now(LiveFormula formula, long nowUs)
    {
        var minute = nowUs - nowUs % Instants.MinuteUs;
        if (formula is { Source: LiveSource.Things, Over_h: 0 }) return Evaluate.Of(formula, Of(formula), nowUs);
        return At(formula, minute) with { GoodUntilUs = minute + Instants.MinuteUs - 1 };
    }

    /// <summary>A formula at a past moment, from what is known of it now.</summary>
    public LiveValue At(LiveFormula formula, long atUs) => formula.Source switch
    {
        LiveSource.Cases => cases is null ? Evaluate.Combine(formula, []) : ReadCases.Of(formula, cases, atUs),
        LiveSource.Survey or LiveSource.File => files.Of(formula, atUs),
        _ when formula.Over_h > 0 => Evaluate.Combine(formula, Of(formula).Select(e => ReadThings.Over(formula, e, twin, atUs))),
        _ => Evaluate.Combine(formula, Of(formula).Select(e => ReadThings.At(formula, e, twin, atUs))),
    };

    IEnumerable<Entity> Of(LiveFormula formula) => twin.OfType("", Names.Default(formula.Type));
}
