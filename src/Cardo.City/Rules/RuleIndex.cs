namespace Cardo.Rules;

/// <summary>Which rules an observation touches: found by tenant and type, then by attribute, so that the others cost nothing.</summary>
internal sealed class RuleIndex
{
    static readonly Rule[] none = [];

    readonly Dictionary<(string Tenant, string Type), OfType> byType;

    public RuleIndex(IEnumerable<Rule> rules)
    {
        All = [.. rules.OrderBy(r => r.Id, StringComparer.Ordinal)];
        byType = All.GroupBy(r => (r.Tenant, r.Type)).ToDictionary(g => g.Key, g => new OfType([.. g]));
        ById = All.ToDictionary(r => r.Id, StringComparer.Ordinal);
    }

    public IReadOnlyList<Rule> All { get; }

    public IReadOnlyDictionary<string, Rule> ById { get; }

    /// <summary>The rules about a type; null when there are none.</summary>
    public OfType? Of(string tenant, string type) => byType.GetValueOrDefault((tenant, type));

    /// <summary>The rules about one type.</summary>
    internal sealed class OfType(Rule[] all)
    {
        readonly Dictionary<string, Rule[]> byAttribute = all.Where(r => r.Attribute is not null)
            .GroupBy(r => r.Attribute!, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.ToArray(), StringComparer.Ordinal);

        public Rule[] All { get; } = all;

        /// <summary>Those that hear whatever a thing says.</summary>
        public Rule[] OnAny { get; } = [.. all.Where(r => r.Attribute is null)];

        public Rule[] On(string attribute) => byAttribute.GetValueOrDefault(attribute, none);
    }
}
