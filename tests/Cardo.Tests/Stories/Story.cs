namespace Cardo.Tests.Stories;

/// <summary>One line of a story that does or expects something.</summary>
/// <param name="Line">its number in the file, from 1</param>
/// <param name="Verb">the first word (for expectations the first two)</param>
/// <param name="Words">the words after it; a quoted text or the JSON at the end is one word</param>
public sealed record Step(int Line, string Verb, IReadOnlyList<string> Words, string Text);

/// <summary>A whole path through the city, from a sensor to a page, as plain text (docs/stories.md).</summary>
public sealed record Story(string Title, string? City, DateTimeOffset Start, IReadOnlyList<Step> Steps);

/// <summary>What is wrong with a story, each with its line.</summary>
public sealed record StoryFault(int Line, string Message)
{
    public override string ToString() => $"line {Line}: {Message}";
}
