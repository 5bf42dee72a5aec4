namespace Cardo.Bench.FaultLab;

/// <summary>kill -9 at a random moment under load, again and again on the same folder.</summary>
public sealed class KillFault : IFault
{
    public string Name => "kill -9";

    public async Task<FaultResult> Run(FaultOptions options, CancellationToken cancel)
    {
        var chance = new Random(20261122);
        var ledger = new Ledger();
        using var folder = new FaultFolder();
        for (var cycle = 0; cycle < options.Cycles; cycle++)
        {
            await using var city = await FaultProcess.Start(options.Program, folder.Data);
            if (city.HasEnded) return new FaultResult(Name, cycle, ledger.Acknowledged, 0, 0, "did not start again: " + city.Said, false);
            await using var load = Load.On(city.Port, city.MqttPort, ledger);
            await Task.Delay(chance.Next(20, 350), cancel);
            await city.Kill();
            if (cycle % 50 == 49) options.Told?.Invoke($"{cycle + 1} kills, {ledger.Acknowledged:N0} acknowledged");
        }
        var found = await Audit.Of(folder.Data, ledger);
        return new FaultResult(Name, options.Cycles, found.Checked, found.LostCount, 0, found.LostCount == 0 ? "started again each time" : string.Join(", ", found.Lost), found.LostCount == 0 && found.Checked > options.Cycles);
    }
}
