using System.Net;
using Cardo.Kernel;
using Cardo.Packs;
using Cardo.Sensing;
using Cardo.Server.Demo.City;
using Cardo.Server.Demo.Sim;
using Cardo.Twin;

namespace Cardo.Server.Demo;

/// <summary>
/// The demo's life: found the city (once), fill its past (once), then let its devices speak. In this order of calls:
/// <see cref="Of"/>, <see cref="Found"/>, <see cref="FillPast"/>, <see cref="Live"/>; the pages may be served before any.
/// </summary>
internal sealed class DemoMode
{
    const int EntitiesAWrite = 2000;

    readonly CityApp city;
    readonly Settings settings;
    readonly DemoCity plan;
    readonly Weather weather;
    readonly TimeProvider clock;

    DemoMode(CityApp city, Settings settings, DemoCity plan, IReadOnlyList<Device> devices)
    {
        (this.city, this.settings, this.plan, Devices) = (city, settings, plan, devices);
        clock = city.Services.GetRequiredService<TimeProvider>();
        weather = new Weather(Noise.Seed($"weather {settings.Number("demo.seed", 1)}"), Lon, Lat, settings.Zone);
    }

    public const double Lon = 123.2, Lat = 30.25;

    public IReadOnlyList<Device> Devices { get; }

    /// <summary>Whether this start founded the city; its past is to be filled then.</summary>
    public bool FirstStart { get; private set; }

    public Simulator? Simulator { get; private set; }

    /// <summary>Draws the city and its devices from the seed; nothing is written. Settings: <c>demo.seed</c>, <c>demo.devices</c>.</summary>
    public static Outcome<DemoMode> Of(CityApp city, Settings settings)
    {
        if (settings.CityDir is null) return Refusal.Bad("demo-needs-city", "The demo needs its folder: --city cities/demo.");
        var namesFile = Path.Combine(settings.CityDir, "names.json");
        if (!File.Exists(namesFile)) return Refusal.NotFound("demo-names", $"{namesFile} is not there: the demo's places have no names.");
        var packs = city.Services.GetService<Shelf>() ?? Shelf.Of(settings);
        var sims = packs.Packs.SelectMany(p => p.Files("sim", "*.json")).Concat(Files(Path.Combine(settings.CityDir, "sim")));
        if (!ReadKinds.Read(sims).Try(out var kinds, out var refusal)) return refusal;
        var seed = (int)settings.Number("demo.seed", 1);
        var count = (int)Math.Clamp(settings.Number("demo.devices", 2000), 1, 20_000);
        var plan = DemoCity.Make(seed, CityNames.Read(namesFile), Lon, Lat);
        return new DemoMode(city, settings, plan, Placing.Place(plan, kinds, count, seed));
    }

    static IEnumerable<string> Files(string folder) => Directory.Exists(folder) ? Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal) : [];

    /// <summary>Puts the city and its devices into the twin, and gives each device a key of its own; later starts find all that.</summary>
    public async Task<Outcome<Done>> Found()
    {
        var twin = city.Services.GetRequiredService<TwinDesk>();
        // The marker is written last, so that a founding that was cut off is done again.
        FirstStart = twin.Find("", DemoCity.MarkerId) is null;
        if (!FirstStart) return Done.It;
        var entities = plan.Entities.Where(e => e.Id != DemoCity.MarkerId).Concat(Devices.Select(Placing.ToEntity)).Concat(plan.Entities.Where(e => e.Id == DemoCity.MarkerId));
        foreach (var chunk in entities.Chunk(EntitiesAWrite))
            foreach (var written in await twin.Write("", [.. chunk.Select(e => (TwinCommand)new UpsertEntity(e, Update: true))]))
                if (!written.Try(out _, out var refusal)) return refusal;
        return Done.It;
    }

    /// <summary>Writes the hours before this start into history. Settings: <c>demo.history_hours</c> (24).</summary>
    /// <param name="progress">told the share that is done</param>
    /// <returns>samples written; 0 on later starts</returns>
    public async Task<long> FillPast(Action<double>? progress, CancellationToken cancel)
    {
        if (!FirstStart) return 0;
        var past = new Backfill(city.Services.GetRequiredService<TwinDesk>(), Devices, weather);
        return await past.Run(clock.NowUs(), Math.Clamp(settings.Number("demo.history_hours", 24), 0, 24 * 31), n => progress?.Invoke((double)n / Devices.Count), cancel);
    }

    /// <summary>Lets the devices connect and speak until cancelled.</summary>
    public async Task<Outcome<Done>> Live(EndPoint mqtt, CancellationToken cancel)
    {
        var keys = DeviceKeys.Take(Path.Combine(settings.DataDir, "demo-keys"), city.Services.GetRequiredService<DeviceDesk>(), Devices);
        if (!keys.Try(out var taken, out var refusal)) return refusal;
        Simulator = new Simulator([.. Devices.Select(d => (d, taken[d.Id]))], mqtt, weather, clock);
        await Simulator.Run(cancel);
        return Done.It;
    }
}
