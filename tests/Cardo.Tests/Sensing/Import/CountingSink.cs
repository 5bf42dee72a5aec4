using Cardo.Kernel;
using Cardo.Sensing.Import;
using Cardo.Standards.NgsiLd;
using Cardo.Twin;
using Attribute = Cardo.Standards.NgsiLd.Attribute;

namespace Cardo.Tests.Sensing.Import;

/// <summary>Takes rows without a twin: keeps entities, and observations where a test asks to see them.</summary>
internal sealed class CountingSink(Action<string, Attribute>? observed = null) : IImportSink
{
    public Dictionary<string, Entity> Entities { get; } = [];
    public long UnchangedRows => 0;
    public long RefusedRows => 0;
    public long Observations { get; private set; }
    public IReadOnlyList<(string Id, Refusal Refusal)> Refused => [];

    public ValueTask Take(RowMapper row, long rows, CancellationToken stop)
    {
        if (!row.Track.Introduced) Entities[row.Id] = row.Entity();
        row.Track.Introduced = true;
        foreach (var (_, attribute) in row.Observed)
        {
            Observations++;
            observed?.Invoke(row.Id, attribute);
        }
        return ValueTask.CompletedTask;
    }

    public ValueTask Take(UpsertEntity command, long rows, CancellationToken stop)
    {
        Entities[command.EntityId] = command.Entity;
        return ValueTask.CompletedTask;
    }

    public ValueTask Finish(IReadOnlyCollection<Track> tracks, CancellationToken stop) => ValueTask.CompletedTask;
}
