namespace Cardo.Bench.FaultLab;

/// <summary>The machine's clock jumps a day ahead and a day back while the city works (libfaketime), then it is killed.</summary>
public sealed class ClockFault : IFault
{
    static readonly string? Library = new[] { "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1", "/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1" }.FirstOrDefault(File.Exists);

    public string Name => "clock jumps a day";

    public string? Missing() => Library is null ? "libfaketime (apt-get install libfaketime)" : null;

    public async Task<FaultResult> Run(FaultOptions options, CancellationToken cancel)
    {
        var ledger = new Ledger();
        using var folder = new FaultFolder();
        var file = Path.Combine(folder.Place, "faketime");
        await File.WriteAllTextAsync(file, "+0", cancel);
        var environment = new Dictionary<string, string>
        {
            ["LD_PRELOAD"] = Library!,
            ["FAKETIME_TIMESTAMP_FILE"] = file,
            ["FAKETIME_NO_CACHE"] = "1",
            ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1",
        };
        var moving = true;
        await using (var city = await FaultProcess.Start(options.Program, folder.Data, null, environment))
        {
            if (city.HasEnded) return new FaultResult(Name, 0, 0, 0, 0, "it did not start: " + city.Said, false);
            await using var load = Load.On(city.Port, city.MqttPort, ledger, again: true);
            foreach (var jump in (string[])["+86400", "-86400", "+0"])
            {
                await Task.Delay(500, cancel);
                await File.WriteAllTextAsync(file, jump, cancel);
                await Task.Delay(500, cancel);
                moving &= await ledger.Moves(cancel);
            }
            await city.Kill();
        }
        var found = await Audit.Of(folder.Data, ledger);
        return new FaultResult(Name, 3, found.Checked, found.LostCount, 0, found.LostCount > 0 ? string.Join(", ", found.Lost) : moving ? "went on each time" : "stood still", found.LostCount == 0 && moving);
    }
}
