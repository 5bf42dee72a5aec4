using System.Text.RegularExpressions;
using Cardo.Ui;

namespace Cardo.Tests.Ui;

public sealed partial class TextsTests
{
    static readonly (string Language, string Room, Dictionary<string, string> Texts)[] Files = [.. Texts.Read(typeof(Texts).Assembly)];

    [Fact]
    public void Every_room_says_the_same_keys_in_English_and_Chinese()
    {
        Files.ShouldNotBeEmpty();
        foreach (var room in Files.GroupBy(f => f.Room))
        {
            var en = room.Single(f => f.Language == Texts.English).Texts.Keys.Order().ToArray();
            var zh = room.Single(f => f.Language == Texts.Chinese).Texts.Keys.Order().ToArray();
            zh.Except(en).ShouldBeEmpty($"{room.Key}: only in zh-Hans");
            en.Except(zh).ShouldBeEmpty($"{room.Key}: only in en");
        }
    }

    [Fact]
    public void A_key_begins_with_its_room_and_no_text_is_empty()
    {
        foreach (var (language, room, texts) in Files)
            foreach (var (key, text) in texts)
            {
                key.ShouldStartWith(room.ToLowerInvariant() + ".");
                text.ShouldNotBeNullOrWhiteSpace($"{language} {key}");
            }
    }

    [Fact]
    public void Both_languages_fill_in_the_same_names()
    {
        var zh = Files.Where(f => f.Language == Texts.Chinese).SelectMany(f => f.Texts).ToDictionary(t => t.Key, t => t.Value);
        foreach (var (key, text) in Files.Where(f => f.Language == Texts.English).SelectMany(f => f.Texts))
        {
            if (key.EndsWith(".one", StringComparison.Ordinal) || key is "ui.when" or "ui.day") continue;
            Names(zh[key]).ShouldBe(Names(text), key);
        }
    }

    [Fact]
    public void Every_key_that_code_names_outright_exists()
    {
        var texts = new Texts([typeof(Texts).Assembly]);
        var root = Path.Combine(Support.Repository.Root, "src", "Cardo.City");
        foreach (var file in Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Where(f => f.EndsWith(".razor", StringComparison.Ordinal)))
            foreach (Match match in Key().Matches(File.ReadAllText(file)))
                texts.Has(match.Groups[1].Value).ShouldBeTrue($"{match.Groups[1].Value} in {Path.GetFileName(file)}");
    }

    [Theory]
    [InlineData("zh-CN,zh;q=0.9,en;q=0.8", "zh-Hans")]
    [InlineData("fr, en-GB;q=0.5, zh;q=0.4", "en")]
    [InlineData("zh;q=0, en;q=0.1", "en")]
    [InlineData("fr", null)]
    [InlineData("", null)]
    [InlineData(";;;q=,,", null)]
    public void A_browsers_languages_are_heard_in_their_order(string header, string? expected) => Texts.Accepted(header).ShouldBe(expected);

    static string[] Names(string text) => [.. Fill().Matches(text).Select(m => m.Value).Order()];

    [GeneratedRegex(@"R(?:\[|\.Say\(|\.Count\()""([a-zA-Z0-9._-]+[a-zA-Z0-9])""")]
    private static partial Regex Key();

    [GeneratedRegex(@"\{[a-z]+\}")]
    private static partial Regex Fill();
}
