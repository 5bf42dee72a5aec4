using Cardo.Identity;
using Microsoft.Extensions.Hosting;

namespace Cardo.Sensing;

/// <summary>When a key ends, here or by another process, the connections that came in with it are closed.</summary>
internal sealed class KeysEnd(KeyDesk keys, MqttHub hub) : IHostedService
{
    public Task StartAsync(CancellationToken cancel)
    {
        keys.Ended += Expel;
        return Task.CompletedTask;
    }

    void Expel(KeyInfo key) => hub.Expel(key.Kind == KeyKind.Device ? key.Subject : "token/" + key.Subject, "the key has ended");

    public Task StopAsync(CancellationToken cancel)
    {
        keys.Ended -= Expel;
        return Task.CompletedTask;
    }
}
