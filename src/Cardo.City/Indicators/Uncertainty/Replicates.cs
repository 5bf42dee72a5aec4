using Cardo.Indicators.Composite;
using Cardo.Indicators.Maths;

namespace Cardo.Indicators.Uncertainty;

/// <summary>Runs a model once a row of a design, on all cores. What replicate i finds depends on row i alone.</summary>
internal sealed class Replicates(CompositeModel model, IReadOnlyList<Choice> choices)
{
    /// <summary>Why a replicate could not be computed: the first of them by number.</summary>
    public string? Fault { get; private set; }

    /// <summary>[replicate * Rows + row]</summary>
    public double[] Scores { get; private set; } = [];

    /// <summary>Rank of the row among its period; 0 where withheld.</summary>
    public int[] Ranks { get; private set; } = [];

    /// <summary>Uniform numbers: a row a replicate, a column a choice. A Sobol sequence where it reaches that far.</summary>
    public static double[] Design(int count, int columns, long seed, bool quasi)
    {
        var design = new double[count * columns];
        var points = quasi && columns <= SobolPoints.MaxDimensions ? new SobolPoints(columns, seed) : null;
        for (var i = 0; i < count; i++)
        {
            var row = design.AsSpan(i * columns, columns);
            if (points is not null) { points.Next(row); continue; }
            var chance = new Chance(seed, i);
            foreach (ref var u in row) u = chance.Uniform();
        }
        return design;
    }

    public bool Run(double[] design, int count)
    {
        var (rows, wide, k) = (model.Rows, model.Data.PeriodPools, choices.Count);
        Scores = new double[(long)count * rows];
        Ranks = new int[(long)count * rows];
        var once = !choices.Any(c => c.BeforeTreatment);
        var failed = new System.Collections.Concurrent.ConcurrentDictionary<int, string>();
        const int stretch = 128;
        Parallel.For(0, (count + stretch - 1) / stretch, () => new Seat(model, once), (s, state, seat) =>
        {
            for (var i = s * stretch; i < Math.Min(count, (s + 1) * stretch); i++)
                if (!One(seat, i)) { failed[i] = seat.Work.Fault!; state.Stop(); return seat; }
            return seat;
        }, _ => { });
        if (failed.IsEmpty) return true;
        var first = failed.Keys.Min();
        Fault = $"replicate {first + 1} ({Said(design, first)}): {failed[first]}";
        return false;

        bool One(Seat seat, int i)
        {
            seat.Knobs.CopyFrom(model.Knobs);
            for (var c = 0; c < k; c++) choices[c].Apply(seat.Knobs, design[i * k + c]);
            if (!seat.Work.Run(seat.Knobs)) return false;
            var score = seat.Work.Column(model.Top);
            score.CopyTo(Scores.AsSpan(i * rows, rows));
            seat.Rank(score, wide, Ranks.AsSpan(i * rows, rows));
            return true;
        }
    }

    public string Said(double[] design, int replicate) =>
        string.Join(", ", choices.Select((c, i) => $"{c.At} = {c.Say(design[replicate * choices.Count + i])}"));

    sealed class Seat(CompositeModel model, bool once)
    {
        readonly double[] keys = new double[model.Rows], some = new double[model.Rows];
        readonly int[] order = new int[model.Rows], ranks = new int[model.Rows];

        public Workspace Work { get; } = new(model, once);

        public Knobs Knobs { get; } = model.Knobs.Copy();

        public void Rank(ReadOnlySpan<double> score, Pool[] pools, Span<int> into)
        {
            foreach (var pool in pools)
            {
                var n = pool.Rows.Length;
                for (var i = 0; i < n; i++) some[i] = score[pool.Rows[i]];
                Ranking.Best(some.AsSpan(0, n), ranks.AsSpan(0, n), keys, order);
                for (var i = 0; i < n; i++) into[pool.Rows[i]] = ranks[i];
            }
        }
    }
}
