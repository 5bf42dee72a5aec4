using Cardo.Traffic;

namespace Cardo.Bench.Runs;

/// <summary>
/// Emergency vehicles that are given their way, against the same trips as ordinary cars under fixed plans and alone in the
/// city with its signals dark, and what everybody else pays for it. A round is a seed.
/// </summary>
internal sealed class EmergencyBench : IBench
{
    const string Real = "../shared/data/traffic";

    static readonly string[] cities = ["ingolstadt7", "bologna_pasubio"];

    public string Name => "emergency";

    public string What => "20 emergency trips given way on a corridor, a city quarter and a made-up grid: their time against an ordinary car's and the possible one, the others' delay";

    public string? Missing() => cities.Any(c => !Directory.Exists(Path.Combine(Real, c))) ? $"{Real} beside the checkout"
        : !File.Exists("/usr/bin/netgenerate") ? "netgenerate and sumo (apt-get install sumo)" : null;

    public Task<IReadOnlyList<Figure>> Run(Rounds rounds, CancellationToken cancel)
    {
        var folder = Directory.CreateTempSubdirectory("cardo-emergency").FullName;
        try
        {
            var grid = Streets.All.First(s => s.Name == "grid with turn lanes");
            Streets.Make(grid, Path.Combine(folder, grid.Name));
            List<Figure> figures = [];
            foreach (var (city, config) in cities.Select(c => (c, Path.Combine(Real, c, c + ".sumocfg"))).Append((grid.Name, Path.Combine(folder, grid.Name, "s.sumocfg"))))
                if (rounds.Only is null || city.Contains(rounds.Only, StringComparison.OrdinalIgnoreCase)) figures.AddRange(One(city, config, Path.Combine(folder, city + ".ev.xml"), rounds.Count, cancel));
            return Task.FromResult<IReadOnlyList<Figure>>(figures);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    static Figure[] One(string city, string config, string trips, int seeds, CancellationToken cancel)
    {
        var (signals, length_m) = EmergencyTrips.Write(config, trips);
        List<double> car = [], given = [], alone = [], arrived = [], quiet = [], beside = [], same = [];
        for (var seed = 1; seed <= seeds; seed++)
        {
            ControlResult Drive(string controller, bool emergencies, bool priority) => ControlRun.Run(new ControlRequest(config, seed, controller, emergencies ? trips : null) { Priority = priority }, null, cancel).Value;
            car.Add(Drive("fixed", true, false).EmergencyMean_s!.Value);
            alone.Add(EmergencyTrips.Alone_s(config, trips, seed));
            var way = Drive("adaptive", true, true);
            given.Add(way.EmergencyMean_s!.Value);
            arrived.Add(way.EmergencyArrived!.Value);
            beside.Add(way.OthersDelay_s!.Value);
            quiet.Add(Drive("adaptive", false, false).Delay_s);
            same.Add(Drive("adaptive", true, false).OthersDelay_s!.Value);
        }
        return
        [
            new Figure($"{city}: signals on a way", "", [signals]),
            new Figure($"{city}: length of a way", "m", [length_m]),
            new Figure($"{city}: an ordinary car, fixed plans", "s", car),
            new Figure($"{city}: given way", "s", given),
            new Figure($"{city}: alone, signals dark", "s", alone),
            new Figure($"{city}: arrived of {EmergencyTrips.Count}", "", arrived, $"{EmergencyTrips.Count}"),
            new Figure($"{city}: sooner than the ordinary car", "%", [100 * (1 - given.Average() / car.Average())], ">= 40"),
            new Figure($"{city}: of what is possible", "%", [100 * alone.Average() / given.Average()], ">= 80"),
            new Figure($"{city}: others' delay, given way", "s", beside),
            new Figure($"{city}: others' delay, the same trips as cars", "s", same),
            new Figure($"{city}: others' delay, none of these trips", "s", quiet),
            new Figure($"{city}: others' delay against none of these trips", "%", [100 * (beside.Average() / quiet.Average() - 1)], "<= 3"),
        ];
    }
}
