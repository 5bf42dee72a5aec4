using Cardo.Standards.JsonLd;

namespace Cardo.Standards.NgsiLd.Query;

/// <summary>
/// The query language of clause 4.9, parsed: <c>temperature&gt;20;(status=="open"|!closedAt);brand~=Mer.*</c>. Not
/// read: the linked-entity form <c>a{Type}.b</c>.
/// </summary>
public sealed class QFilter : IEntityFilter
{
    readonly BoolNode<QTerm> node;

    QFilter(BoolNode<QTerm> node, string text)
    {
        this.node = node;
        Text = text;
        Necessary = [.. node.Necessary()];
        Attributes = [.. node.Leaves().Select(t => t.Attribute).Distinct()];
    }

    /// <summary>As it was written.</summary>
    public string Text { get; }

    /// <summary>Terms that hold for every match: what a planner can use.</summary>
    public IReadOnlyList<QTerm> Necessary { get; }

    /// <summary>All attributes it speaks of (expanded).</summary>
    public IReadOnlyList<string> Attributes { get; }

    public static LdResult<QFilter> Parse(string text, LdContext context)
    {
        var parsed = new QParser(text, context).Parse();
        return parsed.Try(out var node, out var error) ? new QFilter(node, text) : error;
    }

    public bool Matches(Entity entity) => node.Holds(entity, static (term, e) => term.Matches(e));
}
