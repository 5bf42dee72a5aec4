using Cardo.Cases;
using Cardo.Kernel;

namespace Cardo.Tests.Support;

/// <summary>A few cases of every kind for the small city, by the demo city's own profile: one that waits for a person, one late, one being worked on, one fixed.</summary>
public static class SmallCases
{
    public const string Dark = "The light at the market square is out";

    static readonly Actor duty = new(ActorKind.Duty, "duty-1");

    /// <summary>The demo's profile, with no bounds: the small city lies elsewhere.</summary>
    public static void Profile(string cityFolder)
    {
        var to = Directory.CreateDirectory(Path.Combine(cityFolder, "cases")).FullName;
        foreach (var file in Directory.GetFiles(Path.Combine(Repository.Root, "cities", "demo", "cases"))) File.Copy(file, Path.Combine(to, Path.GetFileName(file)), overwrite: true);
        File.WriteAllText(Path.Combine(to, "city.json"), "{ \"modelThreshold\": 0.9, \"checkShare\": 0, \"jurisdiction\": \"anping.example\", \"contact\": \"12345\" }");
    }

    /// <summary>Case 1 is with lighting, 2 waits, 3 is late, 4 is being worked on, 5 is fixed.</summary>
    public static async Task Seed(CaseDesk desk, long nowUs)
    {
        await Do(desk, Report("street-light", Dark, "1 Market square", 0.0002));
        await Do(desk, Report("other", "Somebody left a boat on the pavement", "3 River street", 0.002));
        await Do(desk, Report("pothole", "A deep hole in the road", "9 Hill road", -0.003) with { AtUs = nowUs - 20 * Instants.DayUs });
        await Do(desk, Report("street-light", "Two lights flicker all night", "12 Hill road", -0.004));
        await Do(desk, new StartTask(4, "t1") { By = duty });
        await Do(desk, Report("street-light", "Light hangs from its pole", "4 Canal street", 0.005) with { AtUs = nowUs - 5 * Instants.HourUs });
        await Do(desk, new FinishTask(5, "t1", Minutes: 40, Note: "New bracket") { By = duty, AtUs = nowUs - Instants.HourUs });
        await Do(desk, new VerifyCase(5, Proof.Audit, true) { By = duty });
    }

    static Report Report(string service, string words, string place, double dx) => new()
    {
        By = Actor.Resident,
        Source = MatterSource.Import,
        Service = service,
        Lon = SmallCity.Lon + dx,
        Lat = SmallCity.Lat + dx / 2,
        Said = new Said(words, place),
        Person = new Person("Chen Wei", "chen@example.org"),
        Lang = "en",
    };

    static async Task Do(CaseDesk desk, CaseCommand command)
    {
        var outcome = await desk.Do(command);
        outcome.Ok.ShouldBeTrue(outcome.ToString());
    }
}
