namespace Cardo.Indicators.Composite;

/// <summary>
/// Keeps a model's scores while readings come in: a reading re-scores its own column and what stands above it, nothing
/// else. Bit for bit what a full run would give, because it runs the same stages on the same columns.
/// </summary>
internal sealed class Rescorer
{
    readonly CompositeModel model;
    readonly Workspace work;

    Rescorer(CompositeModel model, Workspace work) => (this.model, this.work) = (model, work);

    /// <summary>Runs everything once; null with the reason when it cannot be run.</summary>
    public static Rescorer? Start(CompositeModel model, out string? why)
    {
        var work = new Workspace(model);
        why = work.Run(model.Knobs) ? null : work.Fault;
        return why is null ? new Rescorer(model, work) : null;
    }

    public double Score(int node, int row) => work.Values[node * model.Rows + row];

    public ReadOnlySpan<double> Column(int node) => work.Column(node);

    /// <summary>A new raw value of one indicator of one row, NaN for none. False when the index cannot be computed with it; then it is as before.</summary>
    public bool Read(int leaf, int row, double raw, out string? why)
    {
        var cell = leaf * model.Rows + row;
        var (was, wasRaw) = (model.Data.Prepared[cell], model.Data.Raw[cell]);
        var prepared = ReadComposite.Transform(model.Tree.Nodes[leaf].Transform, raw / model.Data.Divisors[cell]);
        why = double.IsNaN(raw) || double.IsFinite(prepared) ? null : $"{raw} has no {model.Tree.Nodes[leaf].Transform}";
        if (why is not null) return false;
        (model.Data.Raw[cell], model.Data.Prepared[cell]) = (raw, prepared);
        if (Again(leaf, double.IsNaN(was) != double.IsNaN(prepared))) return true;
        why = work.Fault;
        (model.Data.Raw[cell], model.Data.Prepared[cell]) = (wasRaw, was);
        work.Run(model.Knobs);
        return false;
    }

    bool Again(int leaf, bool cameOrWent)
    {
        // Whether a row is screened out depends on how many of its values are there.
        if (model.Knobs.Screen > 0 && cameOrWent) return work.Run(model.Knobs);
        if (!model.Knobs.On[leaf]) return true;
        if (!work.Leaf(model.Knobs, leaf)) return false;
        for (var n = model.Tree.Nodes[leaf].Parent; n >= 0 && model.Knobs.On[n]; n = model.Tree.Nodes[n].Parent)
            if (!work.Parent(model.Knobs, n)) return false;
        return true;
    }
}
