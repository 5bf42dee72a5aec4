using Cardo.Kernel;
using Cardo.Twin;

namespace Cardo.Rules;

/// <summary>The doorway to the rules: which there are, where they stand, which alarms are open.</summary>
public sealed class RulesDesk
{
    readonly RulesEngine engine;
    readonly TwinDesk twin;
    readonly Lock sync = new();
    readonly Dictionary<string, IReadOnlyList<Rule>> sources = new(StringComparer.Ordinal);
    readonly List<Refusal> faults = [];
    long fired, cleared;
    bool renewed;

    internal RulesDesk(RulesEngine engine, TwinDesk twin) => (this.engine, this.twin) = (engine, twin);

    /// <summary>All rules in order of their ids.</summary>
    public IReadOnlyList<Rule> Rules => engine.Index.All;

    /// <summary>Files of rules that were refused since the start; an officer must see that a rule is missing.</summary>
    public IReadOnlyList<Refusal> Faults
    {
        get { lock (sync) return [.. faults]; }
    }

    /// <summary>Alarms opened and closed since the start.</summary>
    public (long Fired, long Cleared) Counts => (Interlocked.Read(ref fired), Interlocked.Read(ref cleared));

    /// <summary>How many pairs of rule and thing are watched.</summary>
    public int Watched => engine.Watched;

    /// <summary>
    /// Takes the rules of one source (a file) in place of those it brought before. Refused whole, with every fault, when
    /// one of them can't work or has the id of another source's rule.
    /// </summary>
    /// <param name="prefix">put before ids without a dot: the pack's name in lower case, or <c>city</c></param>
    public Outcome<IReadOnlyList<Rule>> Adopt(string source, string prefix, ReadOnlyMemory<byte> json)
    {
        var read = ReadRules.Read(source, prefix, json);
        lock (sync)
        {
            if (read.Try(out var rules, out var refusal) && Clash(source, rules) is { } clash) refusal = clash;
            if (refusal is not null)
            {
                faults.Add(refusal);
                return refusal;
            }
            sources[source] = rules!;
            engine.Take(sources.Values.SelectMany(r => r));
            renewed = true;
            return read;
        }
    }

    Refusal? Clash(string source, IReadOnlyList<Rule> rules)
    {
        var others = sources.Where(s => s.Key != source).SelectMany(s => s.Value).ToDictionary(r => r.Id, r => r.Source);
        var twice = rules.FirstOrDefault(r => others.ContainsKey(r.Id));
        return twice is null ? null : Refusal.Conflict("rule-twice", $"{source}: {twice.Id} is already a rule of {others[twice.Id]}.");
    }

    /// <summary>Takes away what a source brought; its open alarms are closed.</summary>
    public void Withdraw(string source)
    {
        lock (sync)
        {
            if (!sources.Remove(source)) return;
            engine.Take(sources.Values.SelectMany(r => r));
            renewed = true;
        }
    }

    /// <summary>Where a rule stands with a thing; null when it has not seen it.</summary>
    public RuleState? State(string ruleId, string entityId) => engine.StateOf(ruleId, entityId);

    /// <summary>Open alarms, the gravest first and among equals the newest.</summary>
    public IReadOnlyList<Alarm> OpenAlarms(string tenant = "") =>
        [.. Alarms(tenant).Where(a => a.Open).OrderByDescending(a => a.Severity).ThenByDescending(a => a.IssuedUs)];

    /// <summary>Every alarm that was ever issued, as it now stands.</summary>
    public IEnumerable<Alarm> Alarms(string tenant = "") => twin.OfType(tenant, Alarm.Type).Select(Alarm.Read).OfType<Alarm>();

    internal bool TakeRenewed()
    {
        lock (sync)
        {
            var was = renewed;
            renewed = false;
            return was;
        }
    }

    internal void Count(IEnumerable<Act> acts)
    {
        foreach (var act in acts)
            if (act.Kind == VerdictKind.Fired) Interlocked.Increment(ref fired);
            else if (act.Kind == VerdictKind.Cleared) Interlocked.Increment(ref cleared);
    }
}
