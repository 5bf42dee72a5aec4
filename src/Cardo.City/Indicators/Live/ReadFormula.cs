using Cardo.Indicators.Files;

namespace Cardo.Indicators.Live;

/// <summary>Reads one formula: what is put together how, from where, and how recent.</summary>
internal static class ReadFormula
{
    static readonly string[] caseFields = ["hours", "open", "closed", "on-time", "reported"];

    public static LiveFormula? Read(SpecNode at)
    {
        if (!at.IsMap) { at.Say("a formula is a map: {mean: pm25, of: AirQualityObserved, within_h: 3}."); return null; }
        LiveFormula? formula = null;
        var source = at["cases"].Given ? LiveSource.Cases : at["survey"].Given ? LiveSource.Survey : at["file"].Given ? LiveSource.File : LiveSource.Things;
        foreach (var kind in Enum.GetValues<LiveKind>())
        {
            var what = at[SpecNode.Kebab(kind.ToString())];
            if (!what.Given) continue;
            if (formula is not null) what.Say("a formula is one of these, not two.");
            formula = One(at, what, kind, source);
        }
        if (formula is null) at.Say($"none of {string.Join(", ", SpecNode.Names<LiveKind>())}.");
        at.Close();
        return formula;
    }

    static LiveFormula One(SpecNode at, SpecNode what, LiveKind kind, LiveSource source)
    {
        var onType = source == LiveSource.Things && kind is LiveKind.Count or LiveKind.Fresh;
        var type = source switch
        {
            LiveSource.Cases => at["cases"].Text("all"),
            LiveSource.Survey => at["survey"].Text(),
            LiveSource.File => at["file"].Text(),
            _ => onType ? what.Text() : at["of"].Needed("the type of the entities"),
        };
        var (above, below, text) = (at["above"].Number(), at["below"].Number(), at["is"]);
        var truth = source == LiveSource.Cases && what.Text() is not "hours";
        if (kind == LiveKind.Share && !truth && double.IsNaN(above) && double.IsNaN(below) && !text.Given) what.Say("a share needs above, below or is.");
        if (kind == LiveKind.Fresh && source != LiveSource.Things) what.Say("only entities are fresh or not.");
        if (kind == LiveKind.Latest && (source != LiveSource.File || !at["period"].Given)) what.Say("the latest is that of a file with a period.");
        if (source == LiveSource.Cases && !caseFields.Contains(what.Text())) what.Say($"of cases there are: {string.Join(", ", caseFields)}.");
        if (source == LiveSource.Cases && what.Text() == "hours" != kind is LiveKind.Median or LiveKind.Mean) what.Say("hours have a mean and a median; whether a case is open, closed or on time is counted, or a share.");
        var hours = at["within_d"].Given ? 24 * at["within_d"].Number(0, 0) : at["within_h"].Number(kind == LiveKind.Fresh ? 24 : double.PositiveInfinity, 0);
        var over = at["over_d"].Given ? 24 * at["over_d"].Number(0, 0, 3660) : at["over_h"].Number(0, 0, 87_840);
        var carry = at["carry_h"].Number(0, 0, 87_840);
        if (source != LiveSource.Things && (over > 0 || carry > 0)) at.Say("over_h and carry_h are for the history of entities.");
        if (carry > 0 && !(carry > hours)) at["carry_h"].Say("carrying forward goes beyond within_h, so it is longer.");
        var where = at["where"].Members.Select(m => (m.Key, m.Value.Text())).ToList();
        if (where.Count > 0 && source is LiveSource.Things or LiveSource.Cases) at["where"].Say("where is for files and surveys.");
        return new LiveFormula(kind, type, onType ? "" : what.Text(), hours, above, below, text.Given ? text.Text() : null, at["per"].Number(1, 1e-12))
        {
            Source = source,
            Over_h = over,
            Carry_h = carry,
            Where = where,
            Period = at["period"].Text(),
        };
    }
}
