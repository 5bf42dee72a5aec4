using System.CommandLine;
using System.CommandLine.Parsing;

namespace Cardo.Server.Commands;

/// <summary>What is said of a command line that is not understood: the word, the nearest one there is, and whose help to ask.</summary>
internal static class Misread
{
    const int MostSlips = 2;

    public static IReadOnlyList<string> Lines(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var lines = new List<string>();
        // An option that isn't there drags its value along: the first word is the one to mend.
        if (parsed.UnmatchedTokens.FirstOrDefault(t => t.StartsWith('-')) is { } option) lines.Add(Unknown("option", option, command.Options.Select(o => o.Name)));
        else if (parsed.UnmatchedTokens is [var word, ..]) lines.Add(command.Subcommands.Count > 0 ? Unknown("command", word, command.Subcommands.Select(c => c.Name)) : $"cardo: \"{word}\" is one word too many.");
        else if (command.Subcommands.Count > 0 && command.Action is null) lines.Add($"cardo: Say which: {string.Join(", ", command.Subcommands.Select(c => c.Name))}.");
        else lines.AddRange(parsed.Errors.Select(e => $"cardo: {Plain(e)}"));
        lines.Add($"Try: {Path(parsed.CommandResult)} --help");
        return lines;
    }

    static string Unknown(string what, string word, IEnumerable<string> known)
    {
        var nearest = known.Select(k => (Name: k, Slips: Slips(word, k))).OrderBy(k => k.Slips).FirstOrDefault((Name: "", Slips: int.MaxValue));
        return $"cardo: There is no {what} \"{word}\".{(nearest.Slips <= MostSlips ? $" Did you mean {nearest.Name}?" : "")}";
    }

    // The parser names the type as the program does, which helps nobody.
    static string Plain(ParseError error) =>
        error.SymbolResult is OptionResult { Option: var option, Tokens: [.., var said] } && error.Message.Contains("expected type", StringComparison.Ordinal)
            ? $"{option.Name}: \"{said.Value}\" is not {Kind(Nullable.GetUnderlyingType(option.ValueType) ?? option.ValueType)}."
            : error.Message;

    static string Kind(Type type) => type == typeof(int) || type == typeof(long) ? "a whole number" : type == typeof(double) ? "a number" : "what it takes";

    static string Path(CommandResult result) => result.Parent is CommandResult above ? $"{Path(above)} {result.Command.Name}" : "cardo";

    /// <summary>Letters put in, left out, changed or swapped with their neighbour between two words.</summary>
    static int Slips(string a, string b)
    {
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
            for (var j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    rows[i, j] = i + j;
                    continue;
                }
                var change = rows[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                rows[i, j] = Math.Min(change, 1 + Math.Min(rows[i - 1, j], rows[i, j - 1]));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) rows[i, j] = Math.Min(rows[i, j], 1 + rows[i - 2, j - 2]);
            }
        return rows[a.Length, b.Length];
    }
}
