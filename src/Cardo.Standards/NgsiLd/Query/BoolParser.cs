using Cardo.Standards.JsonLd;

namespace Cardo.Standards.NgsiLd.Query;

/// <summary>
/// Reads <c>;</c> (and), <c>|</c> (or) and parentheses around leaves; <c>;</c> binds tighter (clause 4.9). In type and
/// scope queries <c>,</c> is "or" too.
/// </summary>
internal abstract class BoolParser<T>(string text, string parameter, bool comma)
{
    int terms;

    protected string Text { get; } = text;

    protected string Parameter { get; } = parameter;

    protected int At { get; set; }

    protected LdError? Error { get; private set; }

    protected bool AtEnd => At >= Text.Length;

    protected char Here => Text[At];

    public LdResult<BoolNode<T>> Parse()
    {
        if (Text.Length > QueryLimits.Length) return QueryLimits.TooComplex($"{Parameter} is longer than {QueryLimits.Length} characters.", Parameter);
        if (string.IsNullOrWhiteSpace(Text)) return LdError.Bad($"{Parameter} is empty.", Parameter);
        var node = Either(0);
        if (node is not null && !AtEnd) Fail("an operator is expected");
        return Error is null && node is not null ? node : Error ?? LdError.Bad($"{Parameter} can't be read.", Parameter);
    }

    BoolNode<T>? Either(int depth)
    {
        var parts = new List<BoolNode<T>>();
        do
        {
            if (All(depth) is not { } part) return null;
            parts.Add(part);
        }
        while (Take('|') || (comma && Take(',')));
        return BoolNode<T>.Of(parts, false);
    }

    BoolNode<T>? All(int depth)
    {
        var parts = new List<BoolNode<T>>();
        do
        {
            if (One(depth) is not { } part) return null;
            parts.Add(part);
        }
        while (Take(';'));
        return BoolNode<T>.Of(parts, true);
    }

    BoolNode<T>? One(int depth)
    {
        if (depth > QueryLimits.Depth) return Complex($"Parentheses nest deeper than {QueryLimits.Depth}.");
        if (++terms > QueryLimits.Terms) return Complex($"{Parameter} has more than {QueryLimits.Terms} terms.");
        if (!Take('(')) return Leaf() is { } leaf ? BoolNode<T>.Of(leaf) : null;
        var inner = Either(depth + 1);
        if (inner is null) return null;
        return Take(')') ? inner : Nothing("a ) is missing");
    }

    protected abstract T? Leaf();

    protected bool Take(char c)
    {
        if (AtEnd || Text[At] != c) return false;
        At++;
        return true;
    }

    protected bool Take(string word)
    {
        if (string.CompareOrdinal(Text, At, word, 0, word.Length) != 0) return false;
        At += word.Length;
        return true;
    }

    BoolNode<T>? Nothing(string what)
    {
        Fail(what);
        return null;
    }

    BoolNode<T>? Complex(string what)
    {
        Error ??= QueryLimits.TooComplex(what, Parameter);
        return null;
    }

    protected bool Fail(string what)
    {
        Error ??= LdError.Bad($"{Parameter} can't be read at character {At + 1}: {what}.", Parameter);
        return false;
    }

    protected void Fail(LdError error) => Error ??= error;
}
