using Cardo.Kernel;
using Cardo.Standards.NgsiLd;
using Cardo.Storage;
using Cardo.Twin;
using Attribute = Cardo.Standards.NgsiLd.Attribute;

namespace Cardo.Sensing.Import;

/// <summary>
/// Writes rows into the twin in batches. Of observations the newest becomes current and all older ones go straight to
/// history: importing a summer must not ring its alarms again.
/// </summary>
internal sealed class TwinSink(TwinDesk twin, string tenant, Mapping mapping) : IImportSink
{
    const int Batch = 2_000;

    /// <summary>Observations held before they are handed to history.</summary>
    const int MaxWaiting = 50_000;

    const int MaxRefusalsKept = 1_000;

    readonly List<TwinCommand> commands = [];
    readonly List<long> rowsOf = [];
    readonly HashSet<Track> full = [];
    readonly List<(string, Refusal)> refused = [];
    int waiting;

    public long UnchangedRows { get; private set; }
    public long RefusedRows { get; private set; }
    public long Observations { get; private set; }
    public IReadOnlyList<(string Id, Refusal Refusal)> Refused => refused;

    public async ValueTask Take(RowMapper row, long rows, CancellationToken stop)
    {
        if (!mapping.Observations)
        {
            row.Track.Introduced = true;
            await Take(new UpsertEntity(row.Entity(), Update: true), rows, stop);
            return;
        }
        if (!row.Track.Introduced)
        {
            row.Track.Introduced = true;
            if (row.Still.Count > 0) await Take(new UpsertEntity(row.Entity(), Update: true), 0, stop);
        }
        var news = false;
        foreach (var (index, attribute) in row.Observed)
        {
            if (WasThere(row.Track, index, attribute)) continue;
            news = true;
            Observations++;
            if (row.Track.Take(index, attribute) == 0) continue;
            waiting++;
            full.Add(row.Track);
        }
        if (!news) UnchangedRows += rows;
        if (waiting >= MaxWaiting) await FlushHistory();
    }

    /// <summary>Whether an earlier run put this very observation into history.</summary>
    bool WasThere(Track track, int index, Attribute observed)
    {
        if (!track.PastKnown[index])
        {
            track.PastKnown[index] = true;
            track.Past[index] = twin.History(tenant, track.Id, observed.Name);
        }
        if (track.Past[index] is not { } past || past.At(observed.ObservedAtUs) is not { } sample || sample.AtUs != observed.ObservedAtUs) return false;
        return observed.Value.Kind switch
        {
            ValueKind.Number => sample.Kind == SampleKind.Number && sample.Number.Equals(observed.Value.Number),
            ValueKind.Bool => sample.Kind == SampleKind.Bool && sample.Number.Equals(observed.Value.Number),
            _ => sample.Text == observed.Value.ToString(),
        };
    }

    public async ValueTask Take(UpsertEntity command, long rows, CancellationToken stop)
    {
        if (Known(command.Entity))
        {
            UnchangedRows += rows;
            return;
        }
        await Add(command, rows);
        stop.ThrowIfCancellationRequested();
    }

    /// <summary>Whether the twin says all of this already.</summary>
    bool Known(Entity entity)
    {
        if (twin.Find(tenant, entity.Id) is not { } now || !entity.Types.All(now.Is)) return false;
        foreach (var a in entity.Attributes)
            if (now.Find(a.Name) is not { } b || b.Kind != a.Kind || b.UnitCode != a.UnitCode || b.Doubts != a.Doubts || !b.Value.Equals(a.Value)) return false;
        return true;
    }

    async ValueTask Add(TwinCommand command, long rows)
    {
        commands.Add(command);
        rowsOf.Add(rows);
        if (commands.Count >= Batch) await Flush();
    }

    async ValueTask Flush()
    {
        if (commands.Count == 0) return;
        var results = await twin.Write(tenant, commands.ToArray());
        for (var i = 0; i < results.Count; i++)
            if (!results[i].Ok)
            {
                RefusedRows += rowsOf[i];
                if (refused.Count < MaxRefusalsKept) refused.Add((commands[i].EntityId, results[i].Refusal));
            }
        commands.Clear();
        rowsOf.Clear();
    }

    async ValueTask FlushHistory()
    {
        // Entities must be there before their past is.
        await Flush();
        var writes = new List<Task>();
        foreach (var track in full)
        {
            writes.Add(twin.AddHistory(tenant, track.Id, track.Waiting.ToArray()).AsTask());
            track.Waiting.Clear();
        }
        full.Clear();
        waiting = 0;
        await Task.WhenAll(writes);
    }

    public async ValueTask Finish(IReadOnlyCollection<Track> tracks, CancellationToken stop)
    {
        await FlushHistory();
        foreach (var track in tracks)
        {
            var newest = track.Newest.OfType<Attribute>().ToArray();
            if (newest.Length > 0) await Add(new Observe(track.Id, mapping.Types[0], newest), 0);
        }
        await Flush();
        stop.ThrowIfCancellationRequested();
    }
}
