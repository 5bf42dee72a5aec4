using System.Text;
using System.Text.RegularExpressions;
using Cardo.Standards.JsonLd;

namespace Cardo.Standards.NgsiLd.Query;

/// <summary>Reads the terms of a q expression.</summary>
internal sealed class QParser(string text, LdContext context) : BoolParser<QTerm>(text, "q", comma: false)
{
    static readonly (string Sign, QOp Op)[] operators =
    [
        ("==", QOp.Equal), ("!=", QOp.Unequal), (">=", QOp.GreaterEqual), ("<=", QOp.LessEqual),
        ("!~=", QOp.NoMatch), ("~=", QOp.Match), (">", QOp.Greater), ("<", QOp.Less),
    ];

    protected override QTerm? Leaf()
    {
        var not = Take('!');
        if (!Names(out var names, out var inside)) return null;
        var path = Array.ConvertAll(names, context.Expand);
        var op = not ? QOp.NotExists : QOp.Exists;
        foreach (var (sign, its) in operators)
        {
            if (!Take(sign)) continue;
            op = its;
            break;
        }
        if (not && op != QOp.NotExists) return Stop("an attribute that must not exist has no value");
        if (op is QOp.Exists or QOp.NotExists) return new QTerm { Names = names, Path = path, Inside = inside, Op = op };
        var literals = op is QOp.Match or QOp.NoMatch ? Pattern() : Values();
        if (literals is null) return null;
        if (literals.Count > 1 && op is not (QOp.Equal or QOp.Unequal)) return Stop("a list needs == or !=");
        if (literals[0].To is not null && op is not (QOp.Equal or QOp.Unequal)) return Stop("a range needs == or !=");
        return new QTerm { Names = names, Path = path, Inside = inside, Op = op, Literals = literals };
    }

    QTerm? Stop(string what)
    {
        Fail(what);
        return null;
    }

    // a.b[c.d]: names by dots, unless what is written is a URI; then the way into a JSON value.
    bool Names(out string[] names, out string[] inside)
    {
        names = inside = [];
        var from = At;
        while (!AtEnd && Here is not (';' or '|' or '(' or ')' or '=' or '!' or '<' or '>' or '~' or '[' or ']' or '"' or ' ' or '{')) At++;
        var written = Text[from..At];
        if (written.Length == 0) return Fail("the name of an attribute is expected");
        names = written.Contains("://", StringComparison.Ordinal) || written.StartsWith("urn:", StringComparison.Ordinal) ? [written] : written.Split('.');
        foreach (var name in names)
            if (!LdUri.IsName(Encoding.UTF8.GetBytes(name))) return Fail($"\"{name}\" can't be the name of an attribute");
        if (names.Length > 10) return Fail("a path has at most 10 names");
        if (!AtEnd && Here == '{') return Fail("queries over linked entities are not known");
        if (!Take('[')) return true;
        from = At;
        while (!AtEnd && Here != ']') At++;
        inside = Text[from..At].Split('.');
        if (inside.Any(i => i.Length == 0)) return Fail("a path of members is expected");
        return Take(']') || Fail("a ] is missing");
    }

    List<QLiteral>? Values()
    {
        var values = new List<QLiteral>();
        do
        {
            if (Value() is not { } low) return null;
            if (Take(".."))
            {
                if (Value() is not { } high) return null;
                low = low with { To = high };
            }
            values.Add(low);
            if (values.Count > QueryLimits.ListItems)
            {
                Fail(QueryLimits.TooComplex($"A list has more than {QueryLimits.ListItems} values.", Parameter));
                return null;
            }
        }
        while (Take(','));
        return values;
    }

    QLiteral? Value()
    {
        if (!AtEnd && Here == '"') return Quoted() is { } quoted ? QLiteral.Quoted(quoted, context.Expand) : null;
        if (!AtEnd && Here is ('=' or '<' or '>' or '!' or '~'))
        {
            // "t>>3" is a slip of the hand, not a comparison with the text ">3".
            Fail("a value is expected after the operator (a text that begins so stands in quotes)");
            return null;
        }
        var from = At;
        while (!AtEnd && Here is not (';' or '|' or ',' or '(' or ')' or '"') && !(Here == '.' && At + 1 < Text.Length && Text[At + 1] == '.')) At++;
        if (At > from) return QLiteral.Bare(Text[from..At], context.Expand);
        Fail("a value is expected");
        return null;
    }

    string? Quoted()
    {
        At++;
        var text = new StringBuilder();
        for (; !AtEnd; At++)
        {
            if (Take('"')) return text.ToString();
            if (Here == '\\' && At + 1 < Text.Length && Text[At + 1] is '"' or '\\') At++;
            text.Append(Here);
        }
        Fail("a \" is missing");
        return null;
    }

    // Bare up to the next operator outside of the pattern's own brackets.
    List<QLiteral>? Pattern()
    {
        string? pattern;
        if (!AtEnd && Here == '"') pattern = Quoted();
        else
        {
            var from = At;
            for (var depth = 0; !AtEnd; At++)
            {
                if (Here == '\\') At++;
                else if (Here is '(' or '[' or '{') depth++;
                else if (Here is ')' or ']' or '}' && depth-- == 0) break;
                else if (depth == 0 && Here is ';' or '|') break;
            }
            At = Math.Min(At, Text.Length);
            pattern = Text[from..At];
        }
        if (string.IsNullOrEmpty(pattern))
        {
            Fail("a pattern is expected");
            return null;
        }
        if (SafePattern.Make(pattern, "q").Try(out var regex, out var error)) return [Literal(pattern, regex)];
        Fail(error);
        return null;
    }

    static QLiteral Literal(string pattern, Regex regex) => new(pattern, double.NaN, null, null, pattern) { Pattern = regex };
}
