using System.Text;
using Cardo.Kernel;
using Cardo.Rules;

namespace Cardo.Tests.Rules;

public sealed class ReadRulesTests
{
    [Theory]
    [InlineData(""" "kind": "threshold", "attribute": "a", "above": 10, "clear": 12 """, "would fire and clear at once")]
    [InlineData(""" "kind": "threshold", "attribute": "a", "below": 10, "clear": 8 """, "would fire and clear at once")]
    [InlineData(""" "kind": "threshold", "attribute": "a", "above": 10, "below": 8 """, "both above and below")]
    [InlineData(""" "kind": "threshold", "attribute": "a" """, "needs a level")]
    [InlineData(""" "kind": "threshold", "attribute": "a", "over": 10 """, "\"over\" is not known here")]
    [InlineData(""" "kind": "threshold", "attribute": "a", "above": 10, "hysteresis": -1 """, "can't be negative")]
    [InlineData(""" "kind": "threshold", "attribute": "a", "above": 10, "for_s": -1 """, "can't be negative")]
    [InlineData(""" "kind": "threshold", "attribute": "a", "above": "high", "clear": 3 """, "say hysteresis instead")]
    [InlineData(""" "kind": "threshold", "above": 10 """, "attribute is missing")]
    [InlineData(""" "kind": "threshold", "attribute": "a", "above": 10, "where": { "attribute": "b", "like": "x" } """, "exactly one of is, isNot")]
    [InlineData(""" "kind": "threshold", "attribute": "a", "above": 10, "accepts": ["anything"] """, "is unknown")]
    [InlineData(""" "kind": "sometimes", "attribute": "a" """, "no kind of rule")]
    [InlineData(""" "kind": "absence" """, "after_s is missing")]
    [InlineData(""" "kind": "absence", "after_s": 0 """, "more than 0")]
    [InlineData(""" "kind": "rate", "attribute": "a", "above": -1, "window_s": 60 """, "positive change")]
    [InlineData(""" "kind": "rate", "attribute": "a", "above": 1 """, "window_s is missing")]
    [InlineData(""" "kind": "geofence" """, "fence is missing")]
    [InlineData(""" "kind": "geofence", "fence": { "when": "inside" } """, "three corners")]
    [InlineData(""" "kind": "geofence", "fence": { "when": "near", "entity": "urn:x:y" } """, "is unknown")]
    [InlineData(""" "kind": "geofence", "fence": { "when": "inside", "entity": "urn:x:y", "hysteresis_m": -5 } """, "can't be negative")]
    public void A_rule_that_cannot_work_is_refused_with_its_reason(string parts, string reason)
    {
        var refusal = Given.Read(parts).Refusal;
        string.Join(" ", refusal.Details!).ShouldContain(reason);
        refusal.Details!.ShouldAllBe(d => d.Contains("r"));
    }

    [Fact]
    public void A_rule_speaks_both_languages_and_not_of_alerts()
    {
        var read = ReadRules.Read("t", "t", Encoding.UTF8.GetBytes("""{ "id": "a", "kind": "absence", "after_s": 5, "type": "Alert", "severity": "low", "category": "c", "subCategory": "s", "text": { "en": "x" } }"""));
        string.Join(" ", read.Refusal.Details!).ShouldSatisfyAllConditions(r => r.ShouldContain("zh-Hans"), r => r.ShouldContain("feed itself"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[1, null, \"x\", []]")]
    [InlineData("{\"id\":5,\"kind\":[],\"text\":7,\"where\":[[]],\"fence\":3}")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]")]
    public void Bad_input_is_refused_and_never_throws(string json) =>
        ReadRules.Read("t", "t", Encoding.UTF8.GetBytes(json)).Ok.ShouldBeFalse();

    [Fact]
    public void Two_rules_of_one_file_have_two_ids()
    {
        const string one = """{ "id": "a", "kind": "absence", "after_s": 5, "type": "T", "severity": "low", "category": "c", "subCategory": "s", "text": { "en": "x", "zh-Hans": "y" } }""";
        ReadRules.Read("t", "t", Encoding.UTF8.GetBytes($"[{one},{one}]")).Refusal.Message.ShouldContain("another rule has this id");
        ReadRules.Read("t", "lighting", Encoding.UTF8.GetBytes(one)).Value[0].Id.ShouldBe("lighting.a");
    }

    [Fact]
    public void Names_are_expanded_and_seconds_become_microseconds()
    {
        var rule = Given.Rule(""" "kind": "threshold", "attribute": "level", "above": "warningLevel", "hysteresis": 0.2, "for_s": 90, "where": [{ "attribute": "location", "exists": true }] """);
        rule.Type.ShouldBe("https://uri.etsi.org/ngsi-ld/default-context/Thing");
        rule.FireAttribute.ShouldBe("https://uri.etsi.org/ngsi-ld/default-context/warningLevel");
        rule.Where[0].Attribute.ShouldBe("https://uri.etsi.org/ngsi-ld/location");
        rule.ForUs.ShouldBe(90 * Instants.SecondUs);
    }
}
