namespace Cardo.Rules;

/// <summary>Which rules an observation touches: found by tenant, type and attribute, so that the others cost nothing.</summary>
internal sealed class RuleIndex
{
    static readonly Rule[] none = [];

    readonly Dictionary<(string Tenant, string Type, string Attribute), Rule[]> byAttribute;
    readonly Dictionary<(string Tenant, string Type), Rule[]> anyAttribute, byType;

    public RuleIndex(IEnumerable<Rule> rules)
    {
        All = [.. rules.OrderBy(r => r.Id, StringComparer.Ordinal)];
        byAttribute = All.Where(r => r.Attribute is not null).GroupBy(r => (r.Tenant, r.Type, r.Attribute!)).ToDictionary(g => g.Key, g => g.ToArray());
        anyAttribute = All.Where(r => r.Attribute is null).GroupBy(r => (r.Tenant, r.Type)).ToDictionary(g => g.Key, g => g.ToArray());
        byType = All.GroupBy(r => (r.Tenant, r.Type)).ToDictionary(g => g.Key, g => g.ToArray());
        ById = All.ToDictionary(r => r.Id, StringComparer.Ordinal);
    }

    public IReadOnlyList<Rule> All { get; }

    public IReadOnlyDictionary<string, Rule> ById { get; }

    public Rule[] On(string tenant, string type, string attribute) => byAttribute.GetValueOrDefault((tenant, type, attribute), none);

    public Rule[] OnAny(string tenant, string type) => anyAttribute.GetValueOrDefault((tenant, type), none);

    public Rule[] Of(string tenant, string type) => byType.GetValueOrDefault((tenant, type), none);
}
