namespace Cardo.Sensing.Ingest;

/// <summary>The city's rules for line protocol, in order; the first that fits counts.</summary>
internal sealed record LineRules(IReadOnlyList<LineRule> List);
