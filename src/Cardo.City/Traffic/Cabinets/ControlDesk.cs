using System.Collections.Frozen;
using System.Text.Json.Nodes;
using Cardo.Journal;
using Cardo.Kernel;
using Cardo.Storage;
using Cardo.Traffic.Store;

namespace Cardo.Traffic.Cabinets;

/// <summary>A signal that an operator left to its own plan.</summary>
/// <param name="ByWhom">an id, never a name</param>
public sealed record Released(string Controller, string ByWhom, long SinceUs, string Reason);

/// <summary>
/// Takes control of signals away from this city and gives it back, while it runs. What was taken away stays away through
/// restarts until a person gives it back; each change is in the journal in the transaction that makes it. Lines to cabinets
/// look here twice a second.
/// </summary>
internal sealed class ControlDesk(Db db, JournalDesk journal, TimeProvider clock)
{
    public const int LeastReason = 3, MostReason = 300;

    readonly Lock changing = new();
    volatile FrozenDictionary<string, Released>? released;
    volatile IReadOnlyList<string> controllers = [];

    FrozenDictionary<string, Released> All => released ??= Load();

    FrozenDictionary<string, Released> Load() => db.Read(ReleasedRows.All).ToFrozenDictionary(r => r.Controller, StringComparer.Ordinal);

    /// <summary>The signals that would be told what to show if all were well.</summary>
    public IReadOnlyList<string> Controllers => controllers;

    public void Serve(IReadOnlyList<string> controllable) => controllers = controllable;

    /// <summary>Who left a signal to its own plan, when and why; null where nobody did.</summary>
    public Released? Find(string controller) => All.GetValueOrDefault(controller);

    /// <summary>Leaves one signal, or all, to its own plan; tells how many were not before. Refusals: <c>controller-unknown</c>, <c>control-reason</c>.</summary>
    /// <param name="controller">null: all that can be controlled</param>
    public Outcome<int> Release(string? controller, string reason, string byWhom) => Change(controller, reason, byWhom, "traffic.control-released",
        id => Find(id) is null, (tx, id, why) => ReleasedRows.Add(tx, new Released(id, byWhom, clock.NowUs(), why)));

    /// <summary>Lets one, or all, be controlled again once all has been well for a while. Refusals as for <see cref="Release"/>.</summary>
    public Outcome<int> Allow(string? controller, string reason, string byWhom) => Change(controller, reason, byWhom, "traffic.control-allowed",
        id => Find(id) is not null, (tx, id, _) => ReleasedRows.Remove(tx, id));

    Outcome<int> Change(string? controller, string reason, string byWhom, string kind, Predicate<string> differs, Action<Tx, string, string> row)
    {
        if (controller is not null && !controllers.Contains(controller)) return Refusal.NotFound("controller-unknown", "There is no such signal here that could be controlled. Nothing was changed.");
        var why = string.Join(' ', reason.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries));
        if (why.Length is < LeastReason or > MostReason || why.Any(char.IsControl)) return Refusal.Bad("control-reason", $"Say why, in {LeastReason} to {MostReason} characters. Nothing was changed.");
        lock (changing)
        {
            var these = (controller is null ? controllers : [controller]).Where(id => differs(id)).ToList();
            if (these.Count == 0) return 0;
            db.Write(tx =>
            {
                foreach (var id in these)
                {
                    row(tx, id, why);
                    journal.Append(tx, new JournalEntry(kind, new JsonObject { ["controller"] = id, ["by"] = byWhom, ["reason"] = why }));
                }
            });
            released = Load();
            return these.Count;
        }
    }
}
