using System.Text;

namespace Cardo.Cases.Profile;

/// <summary>What a city has that says nothing of cases: one service, answered by the city hall at any hour.</summary>
internal static class PlainProfile
{
    public static IReadOnlyDictionary<string, byte[]> Texts { get; } = new Dictionary<string, string>
    {
        ["city"] = "{}",
        ["services"] = """[{ "code": "general", "name": { "en": "Something needs doing", "zh-Hans": "有事需要处理", "zh-Hant": "有事需要處理" }, "unit": "city-hall" }]""",
        ["units"] = """[{ "id": "city-hall", "name": { "en": "City hall", "zh-Hans": "市政厅", "zh-Hant": "市政府" } }]""",
        ["calendars"] = """[{ "id": "always", "always": true }]""",
        ["policies"] = """[{ "id": "standard", "name": { "en": "Ten days", "zh-Hans": "十日办结", "zh-Hant": "十日辦結" }, "calendar": "always", "resolve": "10 d", "escalations": [{ "at": 0.8, "to": "duty" }, { "at": 1, "to": "duty" }], "pauses": ["waits-for-reporter"] }]""",
    }.ToDictionary(t => t.Key, t => Encoding.UTF8.GetBytes(t.Value));
}
