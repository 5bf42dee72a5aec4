namespace Cardo.Rules;

/// <summary>One rule's eye on one thing: its state, and when the heap will look at it next. Changed under the engine's lock alone.</summary>
internal sealed class Watch(Rule rule, string entityId, RuleState state)
{
    public Rule Rule { get; set; } = rule;

    public string EntityId { get; } = entityId;

    public RuleState State { get; set; } = state;

    /// <summary>Its state stands in the database, perhaps an older one.</summary>
    public bool Saved { get; set; }

    /// <summary>
    /// Whether there is anything to keep over a restart: that a thing spoke last at such a moment, and nothing came of it,
    /// the twin says itself. A city's million lamps are all calm.
    /// </summary>
    public bool Worth => Saved || Rule.Kind != RuleKind.Absence || State.Phase > Phase.Calm || State.IssuedUs != 0;

    /// <summary>The earliest entry of this watch in the heap; <c>long.MaxValue</c> for none.</summary>
    public long QueuedUs { get; set; } = long.MaxValue;
}
