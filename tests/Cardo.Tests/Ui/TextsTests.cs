using System.Text.RegularExpressions;
using Cardo.Ui;

namespace Cardo.Tests.Ui;

public sealed partial class TextsTests
{
    static readonly (string Language, string Room, Dictionary<string, string> Texts)[] Files = [.. Texts.Read(typeof(Texts).Assembly)];

    [Fact]
    public void Every_room_says_the_same_keys_in_every_language()
    {
        Files.ShouldNotBeEmpty();
        foreach (var room in Files.GroupBy(f => f.Room))
        {
            var en = room.Single(f => f.Language == Texts.English).Texts.Keys.Order().ToArray();
            foreach (var language in Texts.Languages)
            {
                var own = room.Single(f => f.Language == language).Texts.Keys.Order().ToArray();
                own.Except(en).ShouldBeEmpty($"{room.Key}: only in {language}");
                en.Except(own).ShouldBeEmpty($"{room.Key}: missing in {language}");
            }
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

    [Theory, InlineData(Texts.Chinese), InlineData(Texts.Traditional)]
    public void Every_language_fills_in_the_same_names(string language)
    {
        var zh = Files.Where(f => f.Language == language).SelectMany(f => f.Texts).ToDictionary(t => t.Key, t => t.Value);
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
    [InlineData("zh-TW,zh;q=0.9,en;q=0.8", "zh-Hant")]
    [InlineData("zh-HK", "zh-Hant")]
    [InlineData("zh-Hant-CN", "zh-Hant")]
    [InlineData("zh-Hans-HK, en", "zh-Hans")]
    [InlineData("en;q=0.5, ZH_mo", "zh-Hant")]
    [InlineData("fr, en-GB;q=0.5, zh;q=0.4", "en")]
    [InlineData("zh;q=0, en;q=0.1", "en")]
    [InlineData("fr", null)]
    [InlineData("", null)]
    [InlineData(";;;q=,,", null)]
    public void A_browsers_languages_are_heard_in_their_order(string header, string? expected) => Texts.Accepted(header).ShouldBe(expected);

    [Fact]
    public void A_city_and_its_packs_name_their_own_things_and_nothing_else_of_a_page()
    {
        var folder = Directory.CreateTempSubdirectory("cardo-texts-").FullName;
        File.WriteAllText(Path.Combine(folder, "en.json"), """{ "home.attr.mood": "Mood", "home.attr.temperature": "Heat", "home.attr.none": null, "ui.yes": "Aye" }""");
        File.WriteAllText(Path.Combine(folder, "zh-Hant.json"), """{ "home.attr.mood": "心情" }""");
        File.WriteAllText(Path.Combine(folder, "zh-Hans.json"), "{ broken");
        var texts = new Texts([typeof(Texts).Assembly], PackTexts.Of(folder).Append(new PackTexts("en", new Dictionary<string, string> { ["home.attr.mood"] = "Another" })));
        (texts.Get("en", "home.attr.mood"), texts.Get("zh-Hans", "home.attr.mood"), texts.Get("zh-Hant", "home.attr.mood")).ShouldBe(("Mood", "心情", "心情"));
        (texts.Get("en", "home.attr.temperature"), texts.Get("en", "ui.yes")).ShouldBe(("Temperature", "yes"));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void A_text_of_one_Chinese_script_alone_is_shown_to_readers_of_the_other()
    {
        var texts = new Dictionary<string, string> { ["en"] = "Lamp", ["zh-Hans"] = "路灯" };
        Texts.Pick(texts, Texts.Traditional).ShouldBe("路灯");
        Texts.Pick(new Dictionary<string, string> { ["en"] = "Lamp", ["zh-TW"] = "路燈" }, Texts.Traditional).ShouldBe("路燈");
        Texts.Pick(texts, Texts.English).ShouldBe("Lamp");
        Texts.Pick(new Dictionary<string, string>(), Texts.English).ShouldBeNull();
    }

    [Fact]
    public void No_character_of_the_simplified_script_stands_in_a_traditional_text()
    {
        const string simplified = "这们为来对时会说发经还进过现样动关报间问题证设网络数据层图历产务区级显输达选击载灯护环湿压电线连断开闭单页签码权录账钥删错误请让应该给实际处类编辑创复验备变长见车门风钟银语读谁调谢议论试话词识记讯";
        foreach (var (_, room, texts) in Files.Where(f => f.Language == Texts.Traditional))
            foreach (var (key, text) in texts) text.Where(simplified.Contains).ShouldBeEmpty($"{room} {key}: {text}");
    }

    static string[] Names(string text) => [.. Fill().Matches(text).Select(m => m.Value).Order()];

    [GeneratedRegex(@"R(?:\[|\.Say\(|\.Count\()""([a-zA-Z0-9._-]+[a-zA-Z0-9])""")]
    private static partial Regex Key();

    [GeneratedRegex(@"\{[a-z]+\}")]
    private static partial Regex Fill();
}
