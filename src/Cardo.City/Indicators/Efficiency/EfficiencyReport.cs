using System.Globalization;
using Cardo.Indicators.Files;
using Cardo.Kernel;

namespace Cardo.Indicators.Efficiency;

/// <summary><c>cardo index efficiency</c>: input against output. A programme that is not proven stops the whole report.</summary>
internal static class EfficiencyReport
{
    public static Outcome<IndexReport> Of(string path)
    {
        var faults = new Faults();
        return Spec.Read(path, faults) is { } spec ? Of(spec) : faults.Refusal();
    }

    public static Outcome<IndexReport> Of(Spec spec)
    {
        var faults = spec.Faults;
        _ = spec.Root["title"];
        var models = DeaModel.Read(spec.Root);
        var at = spec.Root["second-stage"];
        if (ReadEfficiency.Read(spec, out var table) is not { } data) return faults.Refusal();
        var second = SecondStage.Read(at, table!, models, faults);
        foreach (var model in models) Suits(model, data, spec.Root, faults);
        spec.Root.Close();
        if (faults.Any) return faults.Refusal();
        List<ReportTable> tables = [];
        List<string> notes = [];
        var need = Math.Max(data.X.Length * data.Y.Length, 3 * (data.X.Length + data.Y.Length));
        if (data.Count < need) notes.Add($"{data.Count} units are few for {data.X.Length} inputs and {data.Y.Length} outputs: below {need} many look efficient only because nobody is like them.");
        foreach (var model in models)
            if (Add(model, data, tables, notes) is { } refused) return refused;
        if (second is not null)
        {
            if (!second.Of(data, tables.Single(t => t.Name == second.Model)).Try(out var its, out var refused)) return refused;
            tables.AddRange(its);
        }
        return new IndexReport("efficiency", tables, notes);
    }

    static void Suits(DeaModel model, DeaData data, SpecNode root, Faults faults)
    {
        if (model.Method is DeaMethod.Cost && data.PriceX.Length == 0) root["inputs"].Say("cost efficiency needs the price of each input (price: a column).");
        if (model.Method is DeaMethod.Revenue && data.PriceY.Length == 0) root["outputs"].Say("revenue efficiency needs the price of each output (price: a column).");
        if (model.Method is DeaMethod.Network && data.Z.Length == 0) root["links"].Say("a two-stage network needs links: what the first stage makes and the second uses.");
        if (model.Method is DeaMethod.Malmquist or DeaMethod.Window && data.TimeOrder.Length < 2) root["data"]["period"].Say($"{SpecNode.Kebab(model.Method.ToString())} compares periods; name data.period, with two at least.");
        if (model.Method is DeaMethod.Window && model.Width > data.TimeOrder.Length) root["models"].Say($"a window of {model.Width} periods is wider than the {data.TimeOrder.Length} there are.");
        if (data.Outputs.Any(o => o.Bad) && model.Method is DeaMethod.Cost or DeaMethod.Revenue or DeaMethod.Cross or DeaMethod.Network) root["outputs"].Say($"{model.Name} has no place for undesirable outputs.");
        if (data.Inputs.Concat(data.Outputs).Any(c => c.Fixed) && model.Method is DeaMethod.SuperSbm or DeaMethod.Cost or DeaMethod.Revenue or DeaMethod.Cross or DeaMethod.Network) root["inputs"].Say($"{model.Name} has no place for non-discretionary columns.");
        if (model.Method is not (DeaMethod.Sbm or DeaMethod.SuperSbm)) return;
        for (var u = 0; u < data.Count; u++)
        {
            for (var i = 0; i < data.X.Length; i++) if (data.X[i][u] == 0) faults.Say($"{data.Place(u, data.Inputs[i])}: zero; a slacks-based measure divides by each input.");
            for (var r = 0; r < data.Y.Length; r++) if (data.Y[r][u] == 0) faults.Say($"{data.Place(u, data.Outputs[r])}: zero; a slacks-based measure divides by each output.");
        }
    }

    static Refusal? Add(DeaModel model, DeaData data, List<ReportTable> tables, List<string> notes)
    {
        switch (model.Method)
        {
            case DeaMethod.Cross: return Cross(model, data, tables);
            case DeaMethod.Window: return Window(model, data, tables);
            case DeaMethod.Network: return Network(model, data, tables);
            case DeaMethod.Malmquist: return Changes(model, data, tables, notes);
            case DeaMethod.Bootstrap: return Intervals(model, data, tables);
        }
        var scores = Runs.All(data.Count, () => Solver(model, data));
        if (Unproven(model, data, scores) is { } refused) return refused;
        Show(model, data, scores, tables, notes);
        if (model.Method is DeaMethod.Cost or DeaMethod.Revenue) Parts(model, data, scores, tables);
        return null;
    }

    public static Func<int, DeaScore> Solver(DeaModel model, DeaData data) => model.Method switch
    {
        DeaMethod.Sbm => new Sbm(data, model.Returns, model.Orientation).Solve,
        DeaMethod.SuperSbm => new Sbm(data, model.Returns, model.Orientation, super: true).Solve,
        DeaMethod.Fdh => o => OtherModels.Hull(data, o, model.Orientation),
        DeaMethod.Cost or DeaMethod.Revenue => OtherModels.Cost(data, model.Returns, model.Method == DeaMethod.Revenue),
        _ => new Radial(data, data, model.Returns, model.Orientation, model.Method == DeaMethod.SuperRadial, model.Slacks).Solve,
    };

    /// <summary>Nothing is said of anybody while one programme is not proven. One without a solution is, and is said to have none.</summary>
    static Refusal? Unproven(DeaModel model, DeaData data, IEnumerable<DeaScore> scores)
    {
        var unit = 0;
        foreach (var score in scores)
        {
            if (score.Proof.State is Maths.SolveState.Uncertain || score.Proof.State == Maths.SolveState.Optimal && !score.Proof.Proven)
                return Refusal.Bad("programme-not-proven", string.Create(CultureInfo.InvariantCulture, $"{model.Name}, {data.File} line {data.Lines[unit % data.Count]} ({data.Name(unit % data.Count)}): the programme is not proven (gap {score.Proof.Gap:E1}, residual {score.Proof.Residual:E1}). Nothing is published."));
            unit++;
        }
        return null;
    }

    static void Show(DeaModel model, DeaData data, DeaScore[] scores, List<ReportTable> tables, List<string> notes)
    {
        string[] columns = [.. data.Inputs.Select(c => c.Name), .. data.Outputs.Select(c => c.Name)];
        var slacks = scores.Any(s => s.Slacks.Length > 0) ? columns.Select(c => "slack_" + c).ToArray() : [];
        var weights = scores.Any(s => s.Weights.Length > 0) ? columns.Select(c => "weight_" + c).ToArray() : [];
        List<IReadOnlyList<object?>> rows = [];
        for (var u = 0; u < data.Count; u++)
        {
            var s = scores[u];
            var state = double.IsNaN(s.Score) ? SpecNode.Kebab(s.Proof.State.ToString()) : "proven";
            if (double.IsNaN(s.Score)) notes.Add($"{model.Name}: {data.Name(u)} has no solution ({state}); no mixture of the others reaches it.");
            rows.Add([data.Units[u], data.Periods[u], s.Score, state, s.Proof.Primal, s.Proof.Dual, s.Proof.Gap, .. slacks.Select((_, i) => (object?)(s.Slacks.Length > 0 ? s.Slacks[i] : double.NaN)), .. weights.Select((_, i) => (object?)(s.Weights.Length > 0 ? s.Weights[i] : double.NaN))]);
        }
        tables.Add(new ReportTable(model.Name, ["unit", "period", "efficiency", "state", "primal", "dual", "gap", .. slacks, .. weights], rows));
        List<IReadOnlyList<object?>> peers = [];
        for (var u = 0; u < data.Count; u++)
            foreach (var p in scores[u].Peers) peers.Add([data.Name(u), data.Name(p.Unit), p.Intensity]);
        tables.Add(new ReportTable(model.Name + "_peers", ["unit", "peer", "intensity"], peers, false));
    }

    // Cost (revenue) efficiency is technical times allocative.
    static void Parts(DeaModel model, DeaData data, DeaScore[] scores, List<ReportTable> tables)
    {
        var technical = Runs.All(data.Count, () => new Radial(data, data, model.Returns, model.Method == DeaMethod.Cost ? Orientation.Input : Orientation.Output, slacks: false).Solve);
        tables.Add(new ReportTable(model.Name + "_parts", ["unit", "period", "overall", "technical", "allocative"],
            [.. scores.Select((s, u) => (IReadOnlyList<object?>)[data.Units[u], data.Periods[u], s.Score, technical[u].Score, s.Score / technical[u].Score])]));
    }

    static Refusal? Cross(DeaModel model, DeaData data, List<ReportTable> tables)
    {
        var (matrix, own) = CrossEfficiency.Matrix(data, model.Goal);
        if (Unproven(model, data, own) is { } refused) return refused;
        var n = data.Count;
        tables.Add(new ReportTable(model.Name, ["unit", "own", "cross", "peers_mean", "maverick"], [.. Enumerable.Range(0, n).Select(j =>
        {
            var all = Enumerable.Range(0, n).Average(o => matrix[o, j]);
            var peers = (all * n - matrix[j, j]) / (n - 1);
            return (IReadOnlyList<object?>)[data.Name(j), own[j].Score, all, peers, (own[j].Score - peers) / peers];
        })]));
        tables.Add(new ReportTable(model.Name + "_matrix", ["judge", .. Enumerable.Range(0, n).Select(data.Name)], [.. Enumerable.Range(0, n).Select(o => (IReadOnlyList<object?>)[data.Name(o), .. Enumerable.Range(0, n).Select(j => (object?)matrix[o, j])])], false));
        return null;
    }

    // Window analysis (Charnes et al. 1985): each unit in each period of a window is a unit of its own.
    static Refusal? Window(DeaModel model, DeaData data, List<ReportTable> tables)
    {
        List<IReadOnlyList<object?>> rows = [];
        for (var w = 0; w + model.Width <= data.TimeOrder.Length; w++)
        {
            var periods = data.TimeOrder.Skip(w).Take(model.Width).ToHashSet();
            var inside = data.Take([.. Enumerable.Range(0, data.Count).Where(r => periods.Contains(data.Periods[r]))]);
            var scores = Runs.All(inside.Count, () => new Radial(inside, inside, model.Returns, model.Orientation, slacks: false).Solve);
            if (Unproven(model, inside, scores) is { } refused) return refused;
            for (var u = 0; u < inside.Count; u++) rows.Add([inside.Units[u], $"{data.TimeOrder[w]}-{data.TimeOrder[w + model.Width - 1]}", inside.Periods[u], scores[u].Score]);
        }
        tables.Add(new ReportTable(model.Name, ["unit", "window", "period", "efficiency"], rows));
        tables.Add(new ReportTable(model.Name + "_means", ["unit", "mean", "least", "most"], [.. rows.GroupBy(r => (string)r[0]!).Select(g =>
        {
            var its = g.Select(r => (double)r[3]!).ToArray();
            return (IReadOnlyList<object?>)[g.Key, its.Average(), its.Min(), its.Max()];
        })]));
        return null;
    }

    static Refusal? Network(DeaModel model, DeaData data, List<ReportTable> tables)
    {
        var solve = OtherModels.Network(data);
        var all = Enumerable.Range(0, data.Count).Select(solve).ToArray();
        if (Unproven(model, data, all.Select(a => a.Whole)) is { } refused) return refused;
        tables.Add(new ReportTable(model.Name, ["unit", "period", "efficiency", "first_stage", "second_stage", "gap"], [.. all.Select((a, u) => (IReadOnlyList<object?>)[data.Units[u], data.Periods[u], a.Whole.Score, a.First, a.Second, a.Whole.Proof.Gap])]));
        return null;
    }

    static Refusal? Changes(DeaModel model, DeaData data, List<ReportTable> tables, List<string> notes)
    {
        List<DeaScore> proofs = [];
        var changes = Malmquist.Of(data, model, proofs).ToList();
        if (Unproven(model, data, proofs) is { } refused) return refused;
        foreach (var c in changes.Where(c => double.IsNaN(c.Index * c.Technical * c.Pure * c.Scale))) notes.Add($"{model.Name}: {c.Unit} {c.From}-{c.To} has parts that don't exist: one year's point lies outside the other year's technology.");
        tables.Add(new ReportTable(model.Name, ["unit", "from", "to", "index", "technical_change", "pure_efficiency_change", "scale_change"], [.. changes.Select(c => (IReadOnlyList<object?>)[c.Unit, c.From, c.To, c.Index, c.Technical, c.Pure, c.Scale])]));
        return null;
    }

    static Refusal? Intervals(DeaModel model, DeaData data, List<ReportTable> tables)
    {
        var intervals = BootstrapDea.Of(data, model, out var own);
        if (Unproven(model, data, own) is { } refused) return refused;
        if (intervals.Length == 0) return Refusal.Bad("programme-infeasible", $"{model.Name}: a programme has no solution, so there is nothing to resample.");
        tables.Add(new ReportTable(model.Name, ["unit", "period", "efficiency", "bias", "corrected", "low", "high"], [.. intervals.Select((i, u) => (IReadOnlyList<object?>)[data.Units[u], data.Periods[u], i.Score, i.Bias, i.Corrected, i.Low, i.High])]));
        return null;
    }
}
