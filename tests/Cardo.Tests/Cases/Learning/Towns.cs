using Cardo.Cases.Learning;

namespace Cardo.Tests.Cases.Learning;

/// <summary>Small made-up histories whose rules are known.</summary>
static class Towns
{
    public const long Start = 1_700_000_000_000_000;

    public static DispatchModel Model(IReadOnlyList<(CaseText Text, string Label)> history) => DispatchModel.Train(history, stop: TestContext.Current.CancellationToken);

    static readonly string[] lamps = ["street light out", "lamp flickering at night", "the lamp post is dark"];
    static readonly string[] bins = ["rubbish not collected", "bin overflowing again", "garbage bags on the pavement"];
    static readonly string[] chinese = ["路燈不亮請派員處理", "垃圾未清運請協助", "路燈故障閃爍"];

    /// <summary>Words decide, now and then with noise; every third is Chinese.</summary>
    public static List<(CaseText Text, string Label)> Spoken(int count, int seed = 1)
    {
        var random = new Random(seed);
        var cases = new List<(CaseText, string)>();
        for (var i = 0; i < count; i++)
        {
            var kind = random.Next(3);
            var (words, label) = kind switch
            {
                0 => (lamps[random.Next(3)], "lighting"),
                1 => (bins[random.Next(3)], "waste"),
                _ => chinese[random.Next(3)] is var said && said.Contains("路燈", StringComparison.Ordinal) ? (said, "lighting") : (said, "waste"),
            };
            if (random.Next(50) == 0) label = label == "waste" ? "lighting" : "waste";
            cases.Add((new CaseText($"c{i}", $"{words} {random.Next(1000)}", Start + i * 60_000_000L) { Clues = [new("source", random.Next(2) == 0 ? "phone" : "web")] }, label));
        }
        return cases;
    }

    /// <summary>Place decides: litter within 100 m of where benches break goes to parks, elsewhere to streets.</summary>
    public static List<(CaseText Text, string Label)> Placed(int count, int seed = 2)
    {
        var random = new Random(seed);
        var cases = new List<(CaseText, string)>();
        for (var i = 0; i < count; i++)
        {
            var park = random.Next(2) == 0;
            var (lon, lat) = (120 + (park ? 0.02 : 0) + random.NextDouble() * 0.001 + random.Next(5) * 0.004, 23 + random.NextDouble() * 0.001);
            var bench = park && random.Next(2) == 0;
            cases.Add((new CaseText($"p{i}", "", Start + i * 3_600_000_000L) { Lon = lon, Lat = lat, Clues = [new("service", bench ? "bench" : "litter")] }, park ? "parks" : "streets"));
        }
        return cases;
    }
}
