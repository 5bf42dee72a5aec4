using System.Globalization;

namespace Cardo.Standards.Merkle;

/// <summary>The head of a log (C2SP tlog-checkpoint): whose, how many entries, which root. The text is what gets signed.</summary>
/// <param name="Origin">the log's name, without spaces and line breaks: <c>city.example/journal</c></param>
/// <param name="Size">entries</param>
/// <param name="Extensions">further lines, none of them empty</param>
public sealed record Checkpoint(string Origin, long Size, Hash Root, IReadOnlyList<string> Extensions)
{
    public Checkpoint(string origin, long size, Hash root) : this(origin, size, root, []) { }

    /// <summary>The note's text: each line ends in a line feed.</summary>
    public string Text => string.Create(CultureInfo.InvariantCulture, $"{Origin}\n{Size}\n{Root.Base64}\n") + string.Concat(Extensions.Select(e => e + "\n"));

    /// <summary>Reads a note's text; null when it isn't a checkpoint written exactly as <see cref="Text"/> would.</summary>
    public static Checkpoint? Parse(string text)
    {
        if (text.Length > SignedNote.MaxLength || !text.EndsWith('\n')) return null;
        var lines = text[..^1].Split('\n');
        if (lines.Length < 3 || lines.Any(l => l.Length == 0)) return null;
        if (!long.TryParse(lines[1], NumberStyles.None, CultureInfo.InvariantCulture, out var size) || lines[1] is ['0', _, ..]) return null;
        return Hash.TryParse(lines[2], out var root) ? new Checkpoint(lines[0], size, root, lines[3..]) : null;
    }
}
