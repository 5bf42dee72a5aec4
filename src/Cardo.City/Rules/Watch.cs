namespace Cardo.Rules;

/// <summary>One rule's eye on one thing: its state, and when the heap will look at it next. Changed under the engine's lock alone.</summary>
internal sealed class Watch(Rule rule, string entityId, RuleState state)
{
    public Rule Rule { get; set; } = rule;

    public string EntityId { get; } = entityId;

    public RuleState State { get; set; } = state;

    /// <summary>The earliest entry of this watch in the heap; <c>long.MaxValue</c> for none.</summary>
    public long QueuedUs { get; set; } = long.MaxValue;
}
