using Cardo.Bench.FaultLab;
using Cardo.Bench.Peers;

namespace Cardo.Bench.Runs;

/// <summary>The fault laboratory: the real process under load, with everything done to it that a machine can do.</summary>
internal sealed class FaultsBench : IBench
{
    public string Name => "faults";

    public string What => "the real process under load: killed, disk failing and full, paused, clock moved, network cut, bytes flipped; acknowledged and lost are counted (--cycles N kills, --only FAULT)";

    public async Task<IReadOnlyList<Figure>> Run(Rounds rounds, CancellationToken cancel)
    {
        var figures = new List<Figure>();
        var options = new FaultOptions(ServerProcess.CardoDll(), rounds.Cycles, Console.Error.WriteLine);
        foreach (var fault in Laboratory.All.Where(f => rounds.Only is not { } only || f.Name.Contains(only, StringComparison.OrdinalIgnoreCase)))
        {
            if (fault.Missing() is { } lacks)
            {
                Console.Error.WriteLine($"{fault.Name}: skipped, needs {lacks}");
                continue;
            }
            var result = await fault.Run(options, cancel);
            Console.Error.WriteLine($"{result.Name}: {result.Times} times, {result.Acknowledged:N0} acknowledged, {result.Lost} lost, {result.False} acknowledged after the failure; {result.Seen}{(result.Holds ? "" : "  BROKEN")}");
            figures.Add(new Figure($"{result.Name}: times", "", [result.Times]));
            figures.Add(new Figure($"{result.Name}: acknowledged", "", [result.Acknowledged]));
            figures.Add(new Figure($"{result.Name}: lost, or acknowledged after the failure", "", [result.Lost + result.False], "0"));
            if (!result.Holds) figures.Add(new Figure($"{result.Name}: BROKEN, {result.Seen}", "", [1], "0"));
        }
        return figures;
    }
}
