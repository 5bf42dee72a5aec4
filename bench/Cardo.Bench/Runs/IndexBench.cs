using System.Diagnostics;
using System.Globalization;
using System.Text;
using Cardo.Indicators;
using Cardo.Indicators.Composite;
using Cardo.Indicators.Files;
using Cardo.Indicators.Maths;

namespace Cardo.Bench.Runs;

/// <summary>Indicators in process: replicates of ASEM, certified efficiency of many cities, re-scoring after one reading.</summary>
internal sealed class IndexBench(string name, string what, Func<IReadOnlyList<Figure>> run, Func<string?> missing) : IBench
{
    const string Asem = "../shared/data/index/reference/asem_coinr";

    public static IEnumerable<IBench> All { get; } =
    [
        new IndexBench("index-mc", "100,000 Monte Carlo replicates of ASEM (51 x 49), treatment and normalisation redone in each; in process", Replicates, () => Directory.Exists(Asem) ? null : Asem),
        new IndexBench("index-dea", "DEA of 3,000 made-up cities, 4 inputs and 3 outputs: CCR, BCC and SBM, slacks too, every programme proven; in process", Efficiency, () => null),
        new IndexBench("index-rescore", "1,000 cities x 500 indicators re-scored after each of 300 readings; in process", Rescore, () => null),
    ];

    public string Name => name;

    public string What => what;

    public string? Missing() => missing();

    public Task<IReadOnlyList<Figure>> Run(Rounds rounds, CancellationToken cancel)
    {
        var all = Enumerable.Range(0, rounds.Count).Select(_ => run()).ToList();
        return Task.FromResult<IReadOnlyList<Figure>>([.. all[0].Select((f, i) => f with { Values = [.. all.Select(a => a[i].Values[0])] })]);
    }

    static string Write(string name, string text)
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("cardo-bench-index-").FullName, name);
        File.WriteAllText(path, text);
        return path;
    }

    static (double Seconds, double Cpu) Timed(Action work)
    {
        var (watch, before) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        work();
        return (watch.Elapsed.TotalSeconds, (Environment.CpuUsage.TotalTime - before).TotalSeconds);
    }

    static IReadOnlyList<Figure> Replicates()
    {
        var folder = Path.GetFullPath(Asem);
        var spec = Write("ua.yaml", $$$"""
            data: {file: {{{folder}}}/iData.csv, unit: uCode}
            tree: {file: {{{folder}}}/iMeta.csv, columns: {id: iCode, parent: Parent, weight: Weight, direction: Direction, denominator: Denominator}, where: {Type: [Indicator, Aggregate]}}
            impute: {method: group-mean, by: EurAsia_group}
            treat: {method: winsorise, winmax: 5, then: log}
            normalise: {method: min-max, lo: 1, hi: 100}
            uncertainty:
              replicates: 100000
              choices:
                - {at: treat.winmax, values: [1, 2, 3, 4, 5]}
                - {at: normalise, values: [{method: min-max, lo: 1, hi: 100}, {method: z-score, mean: 100, deviation: 10}]}
                - {at: aggregate.method, values: [arithmetic, geometric]}
                - {at: weights.noise, factor: 0.25, levels: [2]}
            """);
        var (seconds, cpu) = Timed(() => _ = new IndexDesk().Uncertainty(spec).Value);
        return [new Figure("100,000 replicates, files to tables", "s", [seconds], "<= 20"), new Figure("CPU a replicate", "us", [cpu * 10])];
    }

    static IReadOnlyList<Figure> Efficiency()
    {
        var chance = new Chance(5, 0);
        var csv = new StringBuilder("unit,x1,x2,x3,x4,y1,y2,y3\n");
        for (var i = 0; i < 3000; i++)
        {
            var (size, skill) = (Math.Exp(3 + chance.Normal()), .3 + .7 * chance.Uniform());
            var x = Enumerable.Range(0, 4).Select(_ => size * (.5 + chance.Uniform())).ToArray();
            var made = Math.Pow(x.Aggregate(1.0, (a, b) => a * b), .25) * skill;
            csv.Append(CultureInfo.InvariantCulture, $"c{i},{string.Join(',', x.Concat(Enumerable.Range(0, 3).Select(_ => made * (.6 + .8 * chance.Uniform()))).Select(v => v.ToString("R", CultureInfo.InvariantCulture)))}\n");
        }
        var spec = Write("dea.yaml", "data: {file: cities.csv, unit: unit}\ninputs: [x1, x2, x3, x4]\noutputs: [y1, y2, y3]\nmodels: [ccr, bcc, sbm]\n");
        File.WriteAllText(Path.Combine(Path.GetDirectoryName(spec)!, "cities.csv"), csv.ToString());
        IndexReport? report = null;
        var (seconds, cpu) = Timed(() => report = new IndexDesk().Efficiency(spec).Value);
        var gap = report!.Tables.Where(t => t.Brief).SelectMany(t => t.Rows).Max(r => (double)r[6]!);
        return [new Figure("9,000 programmes and 6,000 of slacks, files to tables", "s", [seconds], "<= 30"), new Figure("CPU a city", "ms", [cpu / 3]), new Figure("largest relative gap", "1e-15", [gap * 1e15], "<= 1e-9")];
    }

    static IReadOnlyList<Figure> Rescore()
    {
        const int units = 1000, indicators = 500;
        var chance = new Chance(4, 2);
        var csv = new StringBuilder("unit," + string.Join(',', Enumerable.Range(0, indicators).Select(i => $"i{i}")) + "\n");
        for (var u = 0; u < units; u++) csv.Append(CultureInfo.InvariantCulture, $"u{u},{string.Join(',', Enumerable.Range(0, indicators).Select(_ => Math.Exp(chance.Normal()).ToString("R", CultureInfo.InvariantCulture)))}\n");
        var groups = Enumerable.Range(0, indicators / 10).Select(g => $"{{id: g{g}, children: [{string.Join(", ", Enumerable.Range(10 * g, 10).Select(i => $"i{i}"))}]}}");
        var path = Write("spec.yaml", $"data: data.csv\ntree: [{{id: top, children: [{string.Join(", ", groups)}]}}]\ntreat: {{method: winsorise, then: log}}\nnormalise: min-max\n");
        File.WriteAllText(Path.Combine(Path.GetDirectoryName(path)!, "data.csv"), csv.ToString());
        var model = ReadComposite.Read(Spec.Read(path, new Faults())!)!;
        Rescorer? live = null;
        var (whole, _) = Timed(() => live = Rescorer.Start(model, out var _)!);
        var times = Enumerable.Range(0, 300).Select(_ => Timed(() => live!.Read(chance.Below(indicators), chance.Below(units), Math.Exp(chance.Normal()), out var _)).Seconds * 1000).Order().ToArray();
        return [new Figure("all anew", "ms", [whole * 1000]), new Figure("after one reading, p50", "ms", [times[150]]), new Figure("after one reading, p99", "ms", [times[296]], "< 1,000")];
    }
}
