using Cardo.Standards.Mqtt;

namespace Cardo.Tests.Standards.Mqtt;

public class TopicsTests
{
    [Theory]
    [InlineData("a/b", "a/b", true)]
    [InlineData("a/b", "a/B", false)]
    [InlineData("a/+", "a/b", true)]
    [InlineData("a/+", "a/", true)]
    [InlineData("a/+", "a", false)]
    [InlineData("a/+", "a/b/c", false)]
    [InlineData("+", "/a", false)]
    [InlineData("/+", "/a", true)]
    [InlineData("+/+", "/a", true)]
    [InlineData("#", "a/b/c", true)]
    [InlineData("a/#", "a", true)]
    [InlineData("a/#", "ab", false)]
    [InlineData("a/+/#", "a/b", true)]
    [InlineData("a/+/c", "a/b/c", true)]
    [InlineData("#", "$SYS/x", false)]
    [InlineData("+/x", "$SYS/x", false)]
    [InlineData("$SYS/#", "$SYS/x", true)]
    [InlineData("a/b", "a/b/c", false)]
    [InlineData("a/b/c", "a/b", false)]
    public void A_filter_matches_what_section_4_7_says(string filter, string name, bool matches) =>
        Topics.Matches(filter, name).ShouldBe(matches);

    [Theory]
    [InlineData("a", true)]
    [InlineData("/", true)]
    [InlineData("a/#", true)]
    [InlineData("#", true)]
    [InlineData("+/+/#", true)]
    [InlineData("a#", false)]
    [InlineData("a/#/b", false)]
    [InlineData("a+", false)]
    [InlineData("a/+b", false)]
    [InlineData("", false)]
    [InlineData("$share/g/a/#", true)]
    [InlineData("$share/g/", false)]
    [InlineData("$share/g", false)]
    [InlineData("$share//a", false)]
    [InlineData("$share/g+/a", false)]
    public void A_filter_is_valid_or_not(string filter, bool valid) => Topics.FilterIsValid(filter).ShouldBe(valid);

    [Theory]
    [InlineData("a/b", true)]
    [InlineData("", false)]
    [InlineData("a/+", false)]
    [InlineData("a/#", false)]
    [InlineData("a\0", false)]
    public void A_name_has_no_wildcards(string name, bool valid) => Topics.NameIsValid(name).ShouldBe(valid);
}
