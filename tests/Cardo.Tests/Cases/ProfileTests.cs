using System.Text;
using Cardo.Cases.Profile;
using Cardo.Kernel;
using Cardo.Tests.Support;

namespace Cardo.Tests.Cases;

/// <summary>A city's profile is taken whole or refused with every reason.</summary>
public class ProfileTests
{
    static Outcome<CityProfile> Read(string rules, string? policies = null)
    {
        var texts = new Dictionary<string, byte[]>();
        foreach (var name in ReadProfile.Files)
        {
            var file = Path.Combine(Repository.Root, "cities", "demo", "cases", name + ".json");
            if (File.Exists(file)) texts[name] = File.ReadAllBytes(file);
        }
        texts["rules"] = Encoding.UTF8.GetBytes(rules);
        if (policies is not null) texts["policies"] = Encoding.UTF8.GetBytes(policies);
        return ReadProfile.Read(texts, TimeZoneInfo.Utc);
    }

    [Theory]
    [InlineData("""[{ "id": "a", "services": ["waste"], "to": "sanitation" }, { "id": "b", "services": ["waste"], "words": ["dog"], "to": "parks" }]""", "b: it can never fire: a before it always fires first.")]
    [InlineData("""[{ "id": "a", "words": ["dog"], "to": "parks" }, { "id": "b", "words": ["hotdog"], "to": "sanitation" }]""", "b: it can never fire: a before it always fires first.")]
    [InlineData("""[{ "id": "a", "services": ["nothing"], "to": "parks" }]""", "none of its services (nothing) is in services.json")]
    [InlineData("""[{ "id": "a", "services": ["waste"], "attribute": "depth", "value": "deep", "to": "parks" }]""", "none of its services asks for depth")]
    [InlineData("""[{ "id": "a", "services": ["pothole"], "attribute": "depth", "value": "bottomless", "to": "roads" }]""", "depth never has the value bottomless")]
    [InlineData("""[{ "id": "a", "box": [123.2, 30.2, 123.1, 30.3], "to": "roads" }]""", "its box (west, south, east, north) is empty")]
    [InlineData("""[{ "id": "a", "to": "nobody" }]""", "there is no unit nobody")]
    [InlineData("""[{ "id": "a", "to": "roads", "wrods": ["x"] }]""", "rules.json, line 1")]
    public void A_rule_that_can_never_fire_is_refused_with_its_reason(string rules, string reason)
    {
        var refusal = Read(rules).Refusal;
        refusal.Code.ShouldBe("profile-refused");
        refusal.Details!.ShouldContain(d => d.Contains(reason));
    }

    [Fact]
    public void A_narrow_rule_before_a_wide_one_is_taken() =>
        Read("""[{ "id": "a", "services": ["waste"], "words": ["dog"], "to": "parks" }, { "id": "b", "services": ["waste"], "to": "sanitation" }]""").Ok.ShouldBeTrue();

    [Fact]
    public void Promises_that_nobody_could_keep_are_refused_all_at_once()
    {
        var refusal = Read("[]", """[{ "id": "standard", "calendar": "moon", "resolve": "soon", "respond": "9 h", "escalations": [{ "at": 20, "to": "x" }] }]""").Refusal;
        refusal.Details!.Count.ShouldBeGreaterThan(4);
        refusal.Details!.ShouldContain(d => d.Contains("there is no calendar moon"));
    }

    [Fact]
    public void A_city_without_a_profile_has_one_service() => ReadProfile.Folder(null, TimeZoneInfo.Utc).Value.Services.Keys.ShouldBe(["general"]);
}
