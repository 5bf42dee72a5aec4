using Cardo.Kernel;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cardo.Traffic.Live;

/// <summary>Runs the network that the city's setting <c>traffic.live</c> names; <c>traffic.simulate: false</c> plays its recording although SUMO is there.</summary>
internal sealed class TrafficService(Settings settings, LiveTraffic live, TrafficBoard board, ILogger<TrafficService> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (settings.Text("traffic.live") is not { Length: > 0 } name) return;
        // The rest of the city is not to wait for a simulator to start.
        await Task.Yield();
        if ((await live.Run(name, settings.Flag("traffic.simulate", true), stoppingToken)).Try(out _, out var refusal)) return;
        board.Trouble = refusal.Message;
        log.LogWarning("Traffic stands still: {Message}", refusal.Message);
    }
}
