using Cardo.Kernel;
using Cardo.Twin;

namespace Cardo.Sensing.Import;

/// <summary>Where rows that stand go: into the twin, or into a test's hands.</summary>
internal interface IImportSink
{
    /// <summary>Takes what the mapper made of the current row; <paramref name="rows"/> is 0 for one that was counted as a duplicate.</summary>
    ValueTask Take(RowMapper row, long rows, CancellationToken stop);

    /// <summary>Takes an entity made of several rows.</summary>
    ValueTask Take(UpsertEntity command, long rows, CancellationToken stop);

    /// <summary>The last row was taken: everything is written when this completes.</summary>
    ValueTask Finish(IReadOnlyCollection<Track> tracks, CancellationToken stop);

    long UnchangedRows { get; }
    long RefusedRows { get; }
    long Observations { get; }
    IReadOnlyList<(string Id, Refusal Refusal)> Refused { get; }
}
