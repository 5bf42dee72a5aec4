using Cardo.Indicators.Efficiency;
using Cardo.Indicators.Maths;

namespace Cardo.Tests.Indicators;

/// <summary>Each programme brings its own proof, also where many corners coincide.</summary>
public class SimplexTests
{
    /// <summary>CARDO_FUZZ=50 tries fifty times as many programmes.</summary>
    static readonly int Times = int.TryParse(Environment.GetEnvironmentVariable("CARDO_FUZZ"), out var times) ? times : 1;

    [Fact]
    public void A_small_programme_has_its_known_optimum()
    {
        // maximise 3x + 5y with x <= 4, 2y <= 12, 3x + 2y <= 18: 36 at (2, 6), prices 0, 1.5, 1
        var lp = new LinearProgram(2, 2) { Cost = { [0] = -3, [1] = -5 }, Upper = { [0] = 4 } };
        lp[0, 1] = 2;
        (lp[1, 0], lp[1, 1]) = (3, 2);
        lp.Row(0, RowSense.AtMost, 12);
        lp.Row(1, RowSense.AtMost, 18);
        var simplex = new Simplex(lp);
        var proof = simplex.Solve();
        proof.Proven.ShouldBeTrue();
        proof.Primal.ShouldBe(-36, 1e-12);
        simplex.X[0].ShouldBe(2, 1e-12);
        simplex.Duals.ShouldBe([-1.5, -1], 1e-12);
    }

    [Fact]
    public void What_has_no_solution_and_what_has_no_end_are_told_apart()
    {
        var infeasible = new LinearProgram(1, 1) { Cost = { [0] = 1 } };
        infeasible[0, 0] = 1;
        infeasible.Row(0, RowSense.AtMost, -1);
        new Simplex(infeasible).Solve().State.ShouldBe(SolveState.Infeasible);
        var endless = new LinearProgram(1, 1) { Cost = { [0] = -1 } };
        endless[0, 0] = -1;
        endless.Row(0, RowSense.AtMost, 1);
        new Simplex(endless).Solve().State.ShouldBe(SolveState.Unbounded);
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(2, 10)]
    [InlineData(3, 1_000_000)]
    public void Every_unit_of_many_made_up_cities_is_proven_by_every_model(int seed, int coarse)
    {
        // Few distinct values make ties and degenerate corners; a million make badly scaled ones.
        var chance = new Chance(seed, 0);
        for (var city = 0; city < 12; city++)
        {
            var (m, s, n) = (1 + chance.Below(4), 1 + chance.Below(3), 5 + chance.Below(60));
            double[][] Columns(int count) => [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, n).Select(_ => 1.0 + chance.Below(coarse)).ToArray())];
            var data = Made(Columns(m), Columns(s));
            foreach (var returns in Enum.GetValues<Returns>())
            {
                var (radial, sbm, super) = (new Radial(data, data, returns, Orientation.Input), new Sbm(data, returns, Orientation.None), new Radial(data, data, returns, Orientation.Output, true));
                for (var o = 0; o < n; o++)
                {
                    var (r, b, p) = (radial.Solve(o), sbm.Solve(o), super.Solve(o));
                    r.Proof.Proven.ShouldBeTrue($"radial {returns} {r.Proof}");
                    b.Proof.Proven.ShouldBeTrue($"sbm {returns} {b.Proof}");
                    (p.Proof.Proven || p.Proof.State == SolveState.Infeasible).ShouldBeTrue($"super {returns} {p.Proof}");
                    r.Score.ShouldBeInRange(1e-12, 1 + 1e-9);
                    b.Score.ShouldBeLessThanOrEqualTo(r.Score + 1e-9);
                }
            }
        }
    }

    static DeaData Made(double[][] x, double[][] y)
    {
        DeaColumn[] Names(string letter, int count) => [.. Enumerable.Range(0, count).Select(i => new DeaColumn(letter + i, false, false, ""))];
        double[] One(int count) => [.. Enumerable.Repeat(1.0, count)];
        var n = x[0].Length;
        return new DeaData { File = "", Units = [.. Enumerable.Range(0, n).Select(i => $"u{i}")], Periods = [.. Enumerable.Repeat("", n)], TimeOrder = [""], Lines = new int[n], Inputs = Names("x", x.Length), Outputs = Names("y", y.Length), X = x, Y = y, ScaleX = One(x.Length), ScaleY = One(y.Length) };
    }

    [Fact]
    public void Steps_that_went_round_in_a_ring_at_one_city_of_three_thousand_come_to_an_end()
    {
        // City 537 of the bench: almost all right sides of a slacks-based programme are 0, so steps of no length went round for ever.
        var chance = new Chance(5, 0);
        double[][] x = [.. Enumerable.Range(0, 4).Select(_ => new double[3000])], y = [.. Enumerable.Range(0, 3).Select(_ => new double[3000])];
        for (var c = 0; c < 3000; c++)
        {
            var (size, skill) = (Math.Exp(3 + chance.Normal()), .3 + .7 * chance.Uniform());
            for (var i = 0; i < 4; i++) x[i][c] = size * (.5 + chance.Uniform());
            var made = Math.Pow(x[0][c] * x[1][c] * x[2][c] * x[3][c], .25) * skill;
            for (var r = 0; r < 3; r++) y[r][c] = made * (.6 + .8 * chance.Uniform());
        }
        foreach (var returns in (ReadOnlySpan<Returns>)[Returns.Constant, Returns.Variable])
        {
            var sbm = new Sbm(Made(x, y), returns, Orientation.None);
            for (var city = 512; city < 545; city++) sbm.Solve(city).Proof.Proven.ShouldBeTrue($"{city}");
        }
    }

    [Theory]
    [InlineData("twelve powers of ten")]
    [InlineData("a difference in the ninth digit")]
    [InlineData("zeros")]
    [InlineData("units there several times")]
    public void Whatever_the_data_are_like_every_programme_is_proven(string like)
    {
        for (var seed = 0; seed < 4 * Times; seed++)
        {
            var chance = new Chance(seed, 11);
            var (m, s, n) = (1 + chance.Below(4), 1 + chance.Below(3), 6 + chance.Below(seed % 16 < 15 ? 20 : 200));
            double Value() => like[0] switch { 't' => Math.Pow(10, chance.Below(13) - 6), 'a' => 1e9 + chance.Below(5), 'z' => chance.Uniform() < .4 ? 0 : chance.Uniform(), _ => 1 + chance.Below(9) };
            double[][] Columns(int count) => [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, n).Select(_ => Value()).ToArray())];
            var (x, y) = (Columns(m), Columns(s));
            for (var u = 0; u < n; u++)
            {
                if (like[0] == 'u' && chance.Uniform() < .5 && chance.Below(n) is var twin) foreach (var column in x.Concat(y)) column[u] = column[twin];
                if (x.All(c => c[u] == 0)) x[0][u] = 1;
                if (y.All(c => c[u] == 0)) y[0][u] = 1;
            }
            var data = Made(x, y);
            foreach (var returns in Enum.GetValues<Returns>())
            {
                List<(string Name, Func<int, DeaScore> Solve)> models = [("in", new Radial(data, data, returns, Orientation.Input).Solve), ("out", new Radial(data, data, returns, Orientation.Output).Solve), ("super", new Radial(data, data, returns, Orientation.Input, true).Solve)];
                if (like[0] != 'z') models.AddRange([("sbm", new Sbm(data, returns, Orientation.None).Solve), ("sbm-out", new Sbm(data, returns, Orientation.Output).Solve), ("super-sbm", new Sbm(data, returns, Orientation.None, super: true).Solve)]);
                foreach (var (name, solve) in models)
                    for (var o = 0; o < n; o++)
                        if (solve(o).Proof is { Proven: false } proof) (name.StartsWith("super", StringComparison.Ordinal) && proof.State == SolveState.Infeasible).ShouldBeTrue($"{name} {returns} {seed} {o} {proof}");
            }
        }
    }

    [Fact]
    public void Doubles_and_whole_numbers_find_the_same_optimum()
    {
        var states = new HashSet<SolveState>();
        for (var seed = 0; seed < 300 * Times; seed++)
        {
            var chance = new Chance(seed, 3);
            var (m, n) = (1 + chance.Below(5), 2 + chance.Below(8));
            var lp = new LinearProgram(m, n);
            for (var j = 0; j < n; j++)
            {
                lp.Cost[j] = chance.Below(9) - 3;
                for (var i = 0; i < m; i++) lp[i, j] = chance.Below(3) == 0 ? 0 : (chance.Below(19) - 9) / 4.0;
                (lp.Lower[j], lp.Upper[j]) = chance.Below(5) switch { 0 => (double.NegativeInfinity, 2.5), 1 => (-1, 1.25), 2 => (double.NegativeInfinity, double.PositiveInfinity), _ => (0, double.PositiveInfinity) };
            }
            for (var i = 0; i < m; i++) lp.Row(i, (RowSense)chance.Below(3), chance.Below(9) - 2);
            var start = Enumerable.Range(n, m).ToArray();
            var exact = new ExactSimplex(lp, start, new bool[n + m]);
            var truth = exact.Solve(1000, out _);
            var simplex = new Simplex(lp);
            var proof = simplex.Solve();
            states.Add(proof.State);
            proof.State.ShouldBe(truth, $"seed {seed}");
            if (truth != SolveState.Optimal) continue;
            proof.Proven.ShouldBeTrue($"seed {seed}: {proof}");
            var x = new double[n + m];
            exact.Values(x);
            Enumerable.Range(0, n).Sum(j => lp.Cost[j] * x[j]).ShouldBe(proof.Primal, 1e-9 * (1 + Math.Abs(proof.Primal)));
            for (var j = 0; j < n + m; j++) x[j].ShouldBeInRange(lp.Lower[j] - 1e-12, lp.Upper[j] + 1e-12);
        }
        states.Count.ShouldBe(3);
    }
}
