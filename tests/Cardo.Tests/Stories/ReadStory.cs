using System.Globalization;
using System.Text.Json;
using Cardo.Kernel;

namespace Cardo.Tests.Stories;

/// <summary>Reads a story; every fault is said with its line and nothing throws.</summary>
static class ReadStory
{
    /// <summary>Each verb with the number of words it takes, and what they are.</summary>
    static readonly Dictionary<string, (int Least, int Most, string Shape)> verbs = new()
    {
        ["device"] = (1, 9, "device ID [profile NAME] [type TYPE] [at LON LAT]"),
        ["mqtt"] = (2, 2, "mqtt DEVICE JSON"),
        ["every"] = (6, 6, "every TIME for TIME mqtt DEVICE JSON"),
        ["http"] = (2, 3, "http METHOD PATH [JSON]"),
        ["wait"] = (1, 1, "wait TIME, such as 30s, 5m, 2h"),
        ["restart"] = (0, 0, "restart"),
        ["expect entity"] = (2, 3, "expect entity ID exists | missing | ATTRIBUTE VALUE"),
        ["expect alarm"] = (4, 4, "expect alarm RULE on ID open | closed | none"),
        ["expect status"] = (1, 1, "expect status NUMBER"),
        ["expect body"] = (1, 1, "expect body \"TEXT\""),
        ["expect page"] = (2, 2, "expect page PATH \"TEXT\""),
    };

    public static (Story? Story, IReadOnlyList<StoryFault> Faults) Read(string text)
    {
        var faults = new List<StoryFault>();
        var steps = new List<Step>();
        string? title = null, city = null;
        DateTimeOffset? clock = null;
        var number = 0;
        foreach (var raw in text.Split('\n'))
        {
            number++;
            var line = raw.Trim();
            if (line.Length == 0 || line.StartsWith('#')) continue;
            var rest = line.IndexOf(' ') is var cut and > 0 ? line[(cut + 1)..].Trim() : "";
            switch (line.Split(' ')[0])
            {
                case "story": title = rest; break;
                case "city": city = rest == "none" ? null : rest; break;
                case "clock" when Instants.TryParse(rest, out var us): clock = Instants.ToDateTimeOffset(us); break;
                case "clock": faults.Add(new StoryFault(number, "clock TIME with a zone, such as 2026-03-02T19:00:00+08:00")); break;
                default:
                    if (Step(number, line, faults) is { } step) steps.Add(step);
                    break;
            }
        }
        if (title is null) faults.Insert(0, new StoryFault(1, "a story begins with: story WHAT HAPPENS"));
        if (clock is null && !faults.Exists(f => f.Message.StartsWith("clock", StringComparison.Ordinal))) faults.Add(new StoryFault(number, "no clock says when it begins"));
        if (!steps.Exists(s => s.Verb.StartsWith("expect", StringComparison.Ordinal))) faults.Add(new StoryFault(number, "it expects nothing, so it tells nothing"));
        return (faults.Count > 0 ? null : new Story(title!, city, clock!.Value, steps), faults);
    }

    static Step? Step(int number, string line, List<StoryFault> faults)
    {
        var words = Words(line);
        var verb = words[0] == "expect" && words.Count > 1 ? $"expect {words[1]}" : words[0];
        if (!verbs.TryGetValue(verb, out var shape))
        {
            faults.Add(new StoryFault(number, $"\"{verb}\" is unknown; there are story, city, clock, {string.Join(", ", verbs.Keys)}"));
            return null;
        }
        words.RemoveRange(0, verb.Split(' ').Length);
        if (words.Count < shape.Least || words.Count > shape.Most)
        {
            faults.Add(new StoryFault(number, $"it is: {shape.Shape}"));
            return null;
        }
        var step = new Step(number, verb, words, line);
        if (Wrong(step, shape.Shape) is not { } wrong) return step;
        faults.Add(new StoryFault(number, wrong));
        return null;
    }

    static string? Wrong(Step step, string shape)
    {
        var words = step.Words;
        return step.Verb switch
        {
            "wait" when !TryTime(words[0], out _) => $"it is: {shape}",
            "every" when words[1] != "for" || words[3] != "mqtt" || !TryTime(words[0], out _) || !TryTime(words[2], out _) => $"it is: {shape}",
            "mqtt" when !IsJson(words[1]) => "what a device says is JSON",
            "every" when !IsJson(words[5]) => "what a device says is JSON",
            "http" when words.Count > 2 && !IsJson(words[2]) => "a body is JSON",
            "expect alarm" when words[1] != "on" || words[3] is not ("open" or "closed" or "none") => $"it is: {shape}",
            "expect entity" when words.Count == 2 && words[1] is not ("exists" or "missing") => $"it is: {shape}",
            "expect status" when !int.TryParse(words[0], out _) => $"it is: {shape}",
            _ => null,
        };
    }

    public static bool TryTime(string word, out TimeSpan time)
    {
        time = default;
        if (word.Length < 2 || !double.TryParse(word[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) || number > 100_000) return false;
        time = word[^1] switch { 's' => TimeSpan.FromSeconds(number), 'm' => TimeSpan.FromMinutes(number), 'h' => TimeSpan.FromHours(number), 'd' => TimeSpan.FromDays(number), _ => TimeSpan.Zero };
        return time > TimeSpan.Zero;
    }

    static bool IsJson(string text)
    {
        try
        {
            using var _ = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Words are parted by spaces; one in quotes keeps its spaces; what begins with a brace or a bracket runs to the line's end.</summary>
    static List<string> Words(string line)
    {
        var words = new List<string>();
        for (var at = 0; at < line.Length;)
        {
            if (line[at] == ' ')
            {
                at++;
                continue;
            }
            if (line[at] is '{' or '[')
            {
                words.Add(line[at..]);
                break;
            }
            var quoted = line[at] == '"';
            var end = line.IndexOf(quoted ? '"' : ' ', at + 1);
            if (end < 0) end = line.Length;
            words.Add(quoted ? line[(at + 1)..end] : line[at..end]);
            at = end + 1;
        }
        return words;
    }
}
