namespace Cardo.Bench.FaultLab;

/// <summary>The process is stopped in the middle of its work for a second and continued, several times, then killed.</summary>
public sealed class PauseFault : IFault
{
    const int Times = 5;

    public string Name => "pause (SIGSTOP)";

    public string? Missing() => OperatingSystem.IsWindows() ? "signals" : null;

    public async Task<FaultResult> Run(FaultOptions options, CancellationToken cancel)
    {
        var ledger = new Ledger();
        using var folder = new FaultFolder();
        var moving = true;
        await using (var city = await FaultProcess.Start(options.Program, folder.Data))
        {
            await using var load = Load.On(city.Port, city.MqttPort, ledger, again: true);
            for (var i = 0; i < Times; i++)
            {
                await Task.Delay(200, cancel);
                city.Pause();
                await Task.Delay(500, cancel);
                city.Continue();
                moving &= await ledger.Moves(cancel);
            }
            await city.Kill();
        }
        var found = await Audit.Of(folder.Data, ledger);
        return new FaultResult(Name, Times, found.Checked, found.LostCount, 0, found.LostCount > 0 ? string.Join(", ", found.Lost) : moving ? "went on each time" : "stood still", found.LostCount == 0 && moving);
    }
}
