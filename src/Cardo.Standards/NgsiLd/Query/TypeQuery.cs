using System.Text;
using Cardo.Standards.JsonLd;

namespace Cardo.Standards.NgsiLd.Query;

/// <summary>Entity type selection (clause 4.17): <c>Lamp</c>, <c>Lamp,Pole</c>, <c>(Building;House)|Flat</c>.</summary>
public sealed class TypeQuery : IEntityFilter
{
    readonly BoolNode<string> node;

    TypeQuery(BoolNode<string> node)
    {
        this.node = node;
        (Types, IsExact) = Narrow(node);
    }

    /// <summary>Every match has at least one of these (expanded).</summary>
    public IReadOnlyList<string> Types { get; }

    /// <summary>Having one of <see cref="Types"/> is enough: nothing more needs to be asked.</summary>
    public bool IsExact { get; }

    public static LdResult<TypeQuery> Parse(string text, LdContext context)
    {
        var parsed = new Parser(text, context).Parse();
        return parsed.Try(out var node, out var error) ? new TypeQuery(node) : error;
    }

    public bool Matches(Entity entity) => node.Holds(entity, static (type, e) => e.Is(type));

    static (IReadOnlyList<string> Types, bool Exact) Narrow(BoolNode<string> node)
    {
        if (node.IsLeaf) return ([node.Leaf!], true);
        var parts = node.Parts.Select(Narrow).ToList();
        if (node.IsAll) return (parts.MinBy(p => p.Types.Count).Types, false);
        return ([.. parts.SelectMany(p => p.Types).Distinct()], parts.TrueForAll(p => p.Exact));
    }

    sealed class Parser(string text, LdContext context) : BoolParser<string>(text, "type", comma: true)
    {
        protected override string? Leaf()
        {
            var from = At;
            while (!AtEnd && Here is not (';' or '|' or ',' or '(' or ')')) At++;
            var name = Text[from..At];
            if (LdUri.IsName(Encoding.UTF8.GetBytes(name))) return context.Expand(name);
            Fail("the name of a type is expected");
            return null;
        }
    }
}
