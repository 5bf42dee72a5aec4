using Cardo.Cases.Verbs;
using Cardo.Storage;

namespace Cardo.Cases.Store;

/// <summary>
/// The tables that are folded from entries, for one transaction: entries go in, rows come out at <see cref="Flush"/>. The
/// desk and a rebuild use the same, so they come to the same.
/// </summary>
internal sealed class Projection(Tx tx)
{
    static readonly string[] caseColumns = ["number", "status", "service", "unit", "priority", "lon", "lat", "opened_us", "updated_us", "due_us", "closed_us", "next_us", "state"];
    static readonly string[] matterColumns = ["id", "case_number", "source", "service", "at_us", "ref", "state"];
    static readonly string[] storyColumns = ["case_number", "seq", "at_us", "who", "events"];
    static readonly string[] commandColumns = ["id", "case_number", "matter"];

    readonly Dictionary<long, Case> known = [];
    readonly HashSet<long> changed = [];
    readonly Dictionary<string, (Matter Matter, long Case)> matters = new(StringComparer.Ordinal);
    readonly Dictionary<string, (long Case, string? Matter)> commands = new(StringComparer.Ordinal);
    readonly List<object?[]> story = [];

    /// <summary>Cases that were touched, as they are now.</summary>
    public IEnumerable<Case> Changed => changed.Select(n => known[n]);

    public Case? Find(long number)
    {
        if (known.TryGetValue(number, out var now)) return now;
        if (CaseStore.Find(tx, number) is not { } stored) return null;
        return known[number] = stored;
    }

    public (long Case, string? Matter)? Command(string id) => commands.TryGetValue(id, out var done) ? done : null;

    public Case Apply(CaseEntry entry)
    {
        var before = Find(entry.Case) ?? Fold.New(entry.Case, entry.AtUs);
        story.Add([entry.Case, (long)before.Events, entry.AtUs, entry.By, Spelling.Write(entry.Events)]);
        var after = Fold.All(before, entry);
        known[entry.Case] = after;
        changed.Add(entry.Case);
        string? first = null;
        foreach (var each in entry.Events) first = Follow(entry.Case, each) ?? first;
        if (entry.Command is { } command) commands[command] = (entry.Case, first);
        return after;
    }

    string? Follow(long number, CaseEvent happened)
    {
        switch (happened)
        {
            case MatterAdded added:
                matters[added.Matter.Id] = (added.Matter, number);
                return added.Matter.Id;
            case MattersJoined joined:
                Move(joined.Matters, number);
                return null;
            case MattersParted parted:
                Move(parted.Matters, parted.To);
                return null;
            case MatterRedacted redacted when Matter(redacted.Matter) is { } now:
                var media = now.Matter.Media.Where(m => !redacted.What.Contains(m.Hash)).ToList();
                matters[redacted.Matter] = (now.Matter with { Media = media, Redacted = [.. now.Matter.Redacted.Union(redacted.What)] }, now.Case);
                return null;
            default:
                return null;
        }
    }

    public (Matter Matter, long Case)? Matter(string id) => matters.TryGetValue(id, out var now) ? now : CaseStore.Matter(tx, id);

    void Move(IReadOnlyList<string> ids, long to)
    {
        foreach (var id in ids)
            if (Matter(id) is { } now) matters[id] = (now.Matter, to);
    }

    /// <summary>Ids of the matters of a case, those of this transaction too.</summary>
    public IReadOnlyList<string> MattersOf(long number)
    {
        var stored = CaseStore.MatterIds(tx, number).Where(id => !matters.TryGetValue(id, out var now) || now.Case == number);
        return [.. stored.Union(matters.Where(m => m.Value.Case == number).Select(m => m.Key)).Order(StringComparer.Ordinal)];
    }

    public void Flush()
    {
        Bulk.Insert(tx, "cases_cases", caseColumns, [.. Changed.Select(Row)],
            "ON CONFLICT (number) DO UPDATE SET " + string.Join(", ", caseColumns.Skip(1).Select(c => $"{c} = excluded.{c}")));
        BoardStore.Put(tx, Changed);
        Bulk.Insert(tx, "cases_matters", matterColumns, [.. matters.Values.Select(m => new object?[] { m.Matter.Id, m.Case, (long)m.Matter.Source, m.Matter.Service, m.Matter.AtUs, m.Matter.Ref, Spelling.Write(m.Matter) })],
            "ON CONFLICT (id) DO UPDATE SET case_number = excluded.case_number, state = excluded.state");
        Bulk.Insert(tx, "cases_story", storyColumns, story);
        Bulk.Insert(tx, "cases_commands", commandColumns, [.. commands.Select(c => new object?[] { c.Key, c.Value.Case, c.Value.Matter })]);
        matters.Clear();
        story.Clear();
        commands.Clear();
        changed.Clear();
        known.Clear();
    }

    static object?[] Row(Case c) =>
        [c.Number, (long)c.Status, c.Service, c.Unit, (long)c.Priority, c.Lon, c.Lat, c.OpenedUs, c.UpdatedUs, c.Commitment?.ResolveByUs, c.ClosedUs, c.NextUs, Spelling.Write(c)];
}
