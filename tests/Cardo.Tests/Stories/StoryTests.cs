using Cardo.Tests.Support;

namespace Cardo.Tests.Stories;

/// <summary>Every *.story of the repository is a test.</summary>
public sealed class StoryTests
{
    public static TheoryData<string> All
    {
        get
        {
            var all = new TheoryData<string>();
            foreach (var folder in (string[])["packs", "cities", "tests/Cardo.Tests/Stories"])
                foreach (var file in Directory.GetFiles(Path.Combine(Repository.Root, folder), "*.story", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
                    all.Add(Path.GetRelativePath(Repository.Root, file));
            return all;
        }
    }

    [Theory, MemberData(nameof(All))]
    public async Task Plays_to_its_end(string file)
    {
        var (story, faults) = ReadStory.Read(await File.ReadAllTextAsync(Path.Combine(Repository.Root, file), TestContext.Current.CancellationToken));
        faults.ShouldBeEmpty($"{file}: {string.Join("; ", faults)}");
        await using var runner = new StoryRunner(story!);
        await runner.Play();
    }

    [Fact]
    public void There_is_a_story_of_a_lamp() => All.Select(r => r.Data).ShouldContain("packs/Lighting/stories/lamp-outage.story");
}
