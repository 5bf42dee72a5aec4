using System.Buffers;
using System.Net;
using Cardo.Kernel;

namespace Cardo.Server.Demo.Sim;

/// <summary>Brings devices to life: each connects with its own key, speaks in its rhythm, and comes back when it was cut off.</summary>
internal sealed class Simulator(IReadOnlyList<(Device Device, string Key)> devices, EndPoint server, Weather weather, TimeProvider clock)
{
    /// <summary>All connect within this time, so that the server is not stormed.</summary>
    static readonly TimeSpan arrival = TimeSpan.FromSeconds(12);
    static readonly TimeSpan shortest = TimeSpan.FromSeconds(1), longest = TimeSpan.FromSeconds(60);

    int connected;
    long sent, refused;

    public int Connected => Volatile.Read(ref connected);

    public long Sent => Interlocked.Read(ref sent);

    /// <summary>Messages the server did not take.</summary>
    public long Refused => Interlocked.Read(ref refused);

    /// <summary>Runs until it is cancelled.</summary>
    public async Task Run(CancellationToken cancel)
    {
        try
        {
            await Task.WhenAll(devices.Select(d => Live(d.Device, d.Key, cancel)));
        }
        catch (OperationCanceledException)
        {
        }
    }

    async Task Live(Device device, string key, CancellationToken cancel)
    {
        await Task.Delay(Noise.Share(device.Seed, 4) * arrival, clock, cancel);
        using var link = new DeviceLink(server, device.Id, key);
        var pause = shortest;
        for (var attempt = 0L; ; attempt++)
        {
            if (await link.Connect((ushort)Math.Min(ushort.MaxValue, device.Kind.Every_s * 3 + 30), cancel))
            {
                pause = shortest;
                Interlocked.Increment(ref connected);
                await Speak(device, link, cancel);
                Interlocked.Decrement(ref connected);
            }
            // Back off with a jitter of its own: after an outage two thousand must not come back at once.
            await Task.Delay(pause * (0.5 + Noise.Share(device.Seed, 5, attempt)), clock, cancel);
            pause = pause * 2 > longest ? longest : pause * 2;
        }
    }

    async Task Speak(Device device, DeviceLink link, CancellationToken cancel)
    {
        for (var atUs = clock.NowUs(); ; atUs = device.NextUs(clock.NowUs()))
        {
            var wait = TimeSpan.FromMicroseconds(atUs - clock.NowUs());
            if (wait > TimeSpan.Zero) await Task.Delay(wait, clock, cancel);
            if (!device.Speaks(atUs)) continue;
            var message = new ArrayBufferWriter<byte>(256);
            device.Write(message, atUs, weather);
            var before = link.Refused;
            if (!await link.Publish(message.WrittenMemory, cancel)) return;
            Interlocked.Increment(ref sent);
            Interlocked.Add(ref refused, link.Refused - before);
        }
    }
}
