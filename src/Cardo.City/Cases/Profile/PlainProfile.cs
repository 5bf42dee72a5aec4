using System.Text;

namespace Cardo.Cases.Profile;

/// <summary>What a city has that says nothing of cases: one service, answered by the city hall at any hour.</summary>
internal static class PlainProfile
{
    public static IReadOnlyDictionary<string, byte[]> Texts { get; } = new Dictionary<string, string>
    {
        ["city"] = "{}",
        ["services"] = """[{ "code": "general", "name": { "en": "Something needs doing", "zh-Hans": "有事需要处理" }, "unit": "city-hall" }]""",
        ["units"] = """[{ "id": "city-hall", "name": { "en": "City hall", "zh-Hans": "市政厅" } }]""",
        ["calendars"] = """[{ "id": "always", "always": true }]""",
        ["policies"] = """[{ "id": "standard", "calendar": "always", "resolve": "10 d", "escalations": [{ "at": 0.8, "to": "duty" }, { "at": 1, "to": "duty" }], "pauses": ["waits-for-reporter"] }]""",
    }.ToDictionary(t => t.Key, t => Encoding.UTF8.GetBytes(t.Value));
}
