namespace Cardo.Standards.NgsiLd.Query;

using Cardo.Standards.JsonLd;

/// <summary>Scope selection (clause 4.19): <c>/Tainan/+</c> (one level), <c>/Tainan/#</c> (it and all below), with <c>;</c>, <c>|</c> and <c>,</c>.</summary>
public sealed class ScopeQuery : IEntityFilter
{
    readonly BoolNode<string[]> node;

    ScopeQuery(BoolNode<string[]> node) => this.node = node;

    public static LdResult<ScopeQuery> Parse(string text)
    {
        var parsed = new Parser(text).Parse();
        return parsed.Try(out var node, out var error) ? new ScopeQuery(node) : error;
    }

    public bool Matches(Entity entity) => entity.Scopes.Length > 0 && node.Holds(entity, static (pattern, e) =>
    {
        foreach (var scope in e.Scopes)
            if (Fits(pattern, scope)) return true;
        return false;
    });

    static bool Fits(string[] pattern, ReadOnlySpan<char> scope)
    {
        scope = scope.TrimStart('/');
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] == "#") return true;
            if (scope.IsEmpty) return false;
            var cut = scope.IndexOf('/');
            var level = cut < 0 ? scope : scope[..cut];
            if (pattern[i] != "+" && !level.SequenceEqual(pattern[i])) return false;
            scope = cut < 0 ? [] : scope[(cut + 1)..];
        }
        return scope.IsEmpty;
    }

    sealed class Parser(string text) : BoolParser<string[]>(text, "scopeQ", comma: true)
    {
        protected override string[]? Leaf()
        {
            var from = At;
            while (!AtEnd && Here is not (';' or '|' or ',' or '(' or ')')) At++;
            var levels = Text[from..At].TrimStart('/').Split('/');
            for (var i = 0; i < levels.Length; i++)
                if (levels[i].Length == 0 || (levels[i] == "#" && i < levels.Length - 1) || (levels[i].Length > 1 && levels[i].AsSpan().IndexOfAny('+', '#') >= 0))
                {
                    Fail("a scope like /Tainan/Parks, /Tainan/+ or /Tainan/# is expected");
                    return null;
                }
            return levels;
        }
    }
}
