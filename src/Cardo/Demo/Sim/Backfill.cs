using Cardo.Kernel;
using Cardo.Standards.NgsiLd;
using Cardo.Twin;
using Attribute = Cardo.Standards.NgsiLd.Attribute;

namespace Cardo.Server.Demo.Sim;

/// <summary>Writes the hours before the first start into history, as the devices would have reported them: charts and the slider begin full.</summary>
internal sealed class Backfill(TwinDesk twin, IReadOnlyList<Device> devices, Weather weather)
{
    const long StepUs = 20 * Instants.MinuteUs;

    /// <summary>Writers at once: they share the group commits, and leave the machine to people.</summary>
    const int Writers = 6;

    /// <param name="progress">told the number of devices done</param>
    /// <returns>the number of samples written</returns>
    public async Task<long> Run(long nowUs, double hours, Action<int>? progress, CancellationToken cancel)
    {
        var (done, samples) = (0, 0L);
        await Parallel.ForEachAsync(devices, new ParallelOptions { MaxDegreeOfParallelism = Writers, CancellationToken = cancel }, async (device, _) =>
        {
            var past = Past(device, nowUs, hours).ToList();
            Interlocked.Add(ref samples, await twin.AddHistory("", device.EntityId, past));
            progress?.Invoke(Interlocked.Increment(ref done));
        });
        return samples;
    }

    IEnumerable<Attribute> Past(Device device, long nowUs, double hours)
    {
        for (var atUs = nowUs - (long)(hours * Instants.HourUs) + device.PhaseUs % StepUs; atUs < nowUs; atUs += StepUs)
        {
            if (!device.Speaks(atUs)) continue;
            for (var i = 0; i < device.Kind.Signals.Count; i++)
            {
                var signal = device.Kind.Signals[i];
                yield return new Attribute
                {
                    Name = Say.Name(signal.Attribute),
                    Value = signal.Words is null ? Value.Of(device.Read(signal, i, atUs, weather)) : Value.Of(device.Word(signal, atUs, weather)),
                    UnitCode = signal.Unit,
                    ObservedAtUs = atUs,
                };
            }
        }
    }
}
