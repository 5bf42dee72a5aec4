namespace Cardo.Rules;

/// <summary>An alarm was opened, and it is in the twin. At least once: a listener is idempotent by the alarm's id and issue.</summary>
public sealed record RuleFired(string Tenant, Alarm Alarm);

/// <summary>An alarm was closed, and it is in the twin.</summary>
public sealed record RuleCleared(string Tenant, Alarm Alarm);
