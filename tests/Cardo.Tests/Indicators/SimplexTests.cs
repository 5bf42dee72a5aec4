using Cardo.Indicators.Efficiency;
using Cardo.Indicators.Maths;

namespace Cardo.Tests.Indicators;

/// <summary>Each programme brings its own proof, also where many corners coincide.</summary>
public class SimplexTests
{
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
            DeaColumn[] Names(string letter, int count) => [.. Enumerable.Range(0, count).Select(i => new DeaColumn(letter + i, false, false, ""))];
            var data = new DeaData { File = "", Units = [.. Enumerable.Range(0, n).Select(i => $"u{i}")], Periods = [.. new string[n].Select(_ => "")], TimeOrder = [""], Lines = new int[n], Inputs = Names("x", m), Outputs = Names("y", s), X = Columns(m), Y = Columns(s), ScaleX = [.. new double[m].Select(_ => 1.0)], ScaleY = [.. new double[s].Select(_ => 1.0)] };
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
}
