using Cardo.Kernel;
using Cardo.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cardo.Twin;

/// <summary>
/// What nobody asks for at the door: entities whose expiresAt has passed end within a second of it, and history older
/// than the city keeps goes once an hour. Settings: <c>history.keep_days</c> (none: for ever) and
/// <c>history.by_attribute.NAME</c> for single attributes by their short name.
/// </summary>
internal sealed class Upkeep(TwinState state, SeriesStore series, Settings settings, TimeProvider clock, ILogger<Upkeep> log) : BackgroundService
{
    readonly double? keepDays = Days(settings.Text("history.keep_days"));
    readonly Dictionary<string, double> byAttribute = settings.Section("history.by_attribute")
        .Where(s => Days(s.Value) is not null).ToDictionary(s => s.Key, s => Days(s.Value)!.Value, StringComparer.Ordinal);

    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), clock);
        try
        {
            for (var n = 1L; await timer.WaitForNextTickAsync(stop); n++)
            {
                foreach (var (tenant, id) in state.Expired(clock.NowUs())) await state.Write(tenant, [new DeleteEntity(id)]);
                if (n % 3_600 == 60 && (keepDays is not null || byAttribute.Count > 0)) Retain();
            }
        }
        catch (OperationCanceledException)
        {
            // The city stops.
        }
    }

    void Retain()
    {
        var dropped = series.Retain(KeepFrom);
        if (dropped > 0) log.LogInformation("{Chunks} chunks of history were older than the city keeps, and are gone", dropped);
    }

    long? KeepFrom(SeriesName name)
    {
        var days = byAttribute.TryGetValue(Names.Short(name.Attribute), out var own) ? own : keepDays;
        return days is null ? null : clock.NowUs() - (long)(days.Value * Instants.DayUs);
    }

    static double? Days(string? text) =>
        double.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var days) && days > 0 ? days : null;
}
