using Microsoft.Extensions.Hosting;

namespace Cardo.Sensing.Mqtt;

/// <summary>The broker's life inside the program: restores before the first connection, ticks each second, says goodbye.</summary>
internal sealed class MqttHost(Broker broker, TimeProvider clock) : IHostedService
{
    readonly CancellationTokenSource stop = new();
    Task ticking = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        broker.Start();
        ticking = Tick();
        return Task.CompletedTask;
    }

    async Task Tick()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stop.Token)) await broker.Tick();
        }
        catch (OperationCanceledException)
        {
            // The end.
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await stop.CancelAsync();
        await broker.Stop().WaitAsync(TimeSpan.FromSeconds(5), CancellationToken.None).ContinueWith(_ => { }, TaskScheduler.Default);
        await ticking;
    }
}
