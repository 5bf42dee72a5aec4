using Cardo.Kernel;
using Cardo.Server;
using Cardo.Storage;
using Cardo.Twin;

namespace Cardo.Bench.FaultLab;

/// <summary>What an audit found.</summary>
/// <param name="Lost">acknowledged and not there: the first few, by name</param>
public sealed record Found(long Checked, long LostCount, IReadOnlyList<string> Lost);

/// <summary>
/// Starts the city in this process on the folder that was left behind, without listening, and looks for everything that was
/// acknowledged: each entity in the twin, each observation in the history, by its own moment.
/// </summary>
public static class Audit
{
    public static async Task<Found> Of(string data, Ledger ledger)
    {
        var settings = new Settings(new Dictionary<string, string>()) { DataDir = data, Store = "sqlite:" + Path.Combine(data, "city.db") };
        await using var city = CityApp.Build(settings).Value;
        city.Recover();
        var (twin, series) = (city.Services.GetRequiredService<TwinDesk>(), city.Services.GetRequiredService<SeriesStore>());
        var lost = new List<string>();
        long looked = 0, gone = 0;
        foreach (var (source, numbers) in ledger.Sources)
        {
            var (kind, name) = (source.Split('/')[0], source.Split('/')[1]);
            var there = kind == "entity" ? null : Moments(twin, series, $"urn:ngsi-ld:Device:{name}");
            foreach (var n in numbers)
            {
                looked++;
                if (there?.Contains(n) ?? twin.Find("", $"urn:ngsi-ld:Lamp:{name}-{n}") is not null) continue;
                gone++;
                if (lost.Count < 20) lost.Add($"{source}/{n}");
            }
        }
        return new Found(looked, gone, lost);
    }

    /// <summary>The numbers whose moments stand in the history, the current value included.</summary>
    static HashSet<long> Moments(TwinDesk twin, SeriesStore series, string entity)
    {
        var attribute = Names.Default("n");
        var found = new HashSet<long>();
        if (series.Find(new SeriesName("", entity, attribute, "")) is { } handle)
            foreach (var sample in series.Range(handle, long.MinValue, long.MaxValue, int.MaxValue)) found.Add(sample.AtUs / Instants.SecondUs - Load.Epoch_s);
        // History begins with the second value: the first stands in the entity until then.
        if (twin.Find("", entity)?.Find(attribute) is { } now) found.Add(now.ObservedAtUs / Instants.SecondUs - Load.Epoch_s);
        return found;
    }
}
