namespace Cardo.Indicators.Composite;

/// <summary>The settings of every node, as arrays that a replicate turns without allocating.</summary>
internal sealed class Knobs(int nodes)
{
    public ImputeKnob[] Impute { get; } = new ImputeKnob[nodes];
    public TreatKnob[] Treat { get; } = new TreatKnob[nodes];
    public NormaliseKnob[] Normalise { get; } = new NormaliseKnob[nodes];

    /// <summary>Of each parent: how its children become it.</summary>
    public AggregateKnob[] Aggregate { get; } = new AggregateKnob[nodes];

    /// <summary>Relative among siblings.</summary>
    public double[] Weight { get; } = new double[nodes];

    /// <summary>Whether a node counts; one left out is not there for its parent.</summary>
    public bool[] On { get; } = new bool[nodes];

    /// <summary>+1 or -1.</summary>
    public int[] Direction { get; } = new int[nodes];

    /// <summary>Least share of a row's leaves that must have been measured, before imputation; 0 keeps every row.</summary>
    public double Screen { get; set; }

    public void CopyFrom(Knobs other)
    {
        other.Impute.CopyTo(Impute, 0);
        other.Treat.CopyTo(Treat, 0);
        other.Normalise.CopyTo(Normalise, 0);
        other.Aggregate.CopyTo(Aggregate, 0);
        other.Weight.CopyTo(Weight, 0);
        other.On.CopyTo(On, 0);
        other.Direction.CopyTo(Direction, 0);
        Screen = other.Screen;
    }

    public Knobs Copy()
    {
        var copy = new Knobs(Weight.Length);
        copy.CopyFrom(this);
        return copy;
    }
}
