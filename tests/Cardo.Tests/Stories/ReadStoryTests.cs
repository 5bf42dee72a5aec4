namespace Cardo.Tests.Stories;

public sealed class ReadStoryTests
{
    const string Head = "story Something happens\nclock 2026-03-02T19:00:00+08:00\n";

    [Fact]
    public void A_story_is_read_with_its_quotes_and_its_json()
    {
        var (story, faults) = ReadStory.Read(Head + "# a remark\n\nmqtt lamp-1 {\"a\": \"b c\"}\nexpect page / \"two words\"\n");
        faults.ShouldBeEmpty();
        story!.Steps.Select(s => (s.Line, s.Verb)).ShouldBe([(5, "mqtt"), (6, "expect page")]);
        story.Steps[0].Words.ShouldBe(["lamp-1", "{\"a\": \"b c\"}"]);
        story.Steps[1].Words.ShouldBe(["/", "two words"]);
    }

    [Theory]
    [InlineData("dance\nexpect status 200", "line 3: \"dance\" is unknown")]
    [InlineData("wait long\nexpect status 200", "line 3: it is: wait TIME")]
    [InlineData("mqtt lamp {bad\nexpect status 200", "line 3: what a device says is JSON")]
    [InlineData("expect alarm x on y perhaps", "line 3: it is: expect alarm")]
    [InlineData("expect status ok", "line 3: it is: expect status")]
    [InlineData("every 5s for ever mqtt x {}\nexpect status 200", "line 3: it is: every")]
    [InlineData("wait 5s", "it expects nothing")]
    [InlineData("clock yesterday\nexpect status 200", "line 3: clock TIME")]
    public void A_fault_is_said_with_its_line(string body, string fault) =>
        string.Join("\n", ReadStory.Read(Head + body).Faults).ShouldContain(fault);

    [Fact]
    public void A_story_without_a_title_or_a_clock_is_refused() =>
        ReadStory.Read("expect status 200").Faults.Count.ShouldBe(2);
}
