using Cardo.Standards.NgsiLd;
using Cardo.Twin;

namespace Cardo.Sensing.Import;

/// <summary>One run of one mapping: reads every row once, decides about it, and hands what stands to a sink.</summary>
internal sealed class ImportRun(Mapping mapping, string dataDir, Box? city, IssueBook issues, IImportSink sink, IProgress<ImportProgress>? progress)
{
    readonly RowMapper mapper = new(mapping, city);
    readonly Groups? groups = mapping.Group ? new Groups(mapping) : null;
    readonly Dictionary<string, Entity>? held = mapping is { KeepLast: true, Observations: false } ? [] : null;
    readonly List<string> problems = [];
    readonly bool[] seen = new bool[mapping.Columns.Count];
    long read, accepted, duplicates, rejected, leftOut, marked;

    public async ValueTask<ImportReport> Go(CancellationToken stop)
    {
        for (var i = 0; i < mapping.Files.Count; i++) await File(i, stop);
        // CSV says so by its header; in JSON only the last record tells that a column's name is wrong.
        if (read > 0 && mapping.Format != SourceFormat.Csv)
            foreach (var never in mapping.Columns.Where((_, c) => !seen[c])) problems.Add($"no record has \"{never}\"");
        await Together(stop);
        await sink.Finish(mapper.Tracks, stop);
        foreach (var (id, refusal) in sink.Refused) issues.Add(RowIssueKind.Rejected, mapping.Files[0], 0, $"the twin refused: {refusal.Code}", id);
        rejected += sink.RefusedRows;
        return new ImportReport
        {
            Name = mapping.Name,
            Title = mapping.Title,
            Read = read,
            Imported = accepted - sink.UnchangedRows - sink.RefusedRows,
            Unchanged = sink.UnchangedRows,
            Duplicates = duplicates,
            Rejected = rejected,
            LeftOut = leftOut,
            Marked = marked,
            Entities = mapper.Tracks.Count(t => t.Introduced),
            Observations = sink.Observations,
            RejectedBy = issues.Counts(RowIssueKind.Rejected),
            MarkedBy = issues.Counts(RowIssueKind.Marked),
            Examples = issues.Examples,
            ListFile = issues.ListFile,
            Problems = problems,
        };
    }

    async ValueTask File(int index, CancellationToken stop)
    {
        var name = mapping.Files[index];
        var path = Path.Combine(dataDir, name);
        if (!System.IO.File.Exists(path))
        {
            problems.Add($"{name} is not in {dataDir}");
            return;
        }
        var total = new FileInfo(path).Length;
        long bytes = 0;
        using var reader = Reading.Open(mapping, path, n => bytes = n);
        var row = new Row(mapping.Columns.Count) { File = index };
        var before = read;
        while (reader.Problem is null && reader.Next(row))
        {
            if (read == before && Reading.Disagrees(mapping, reader) is { } other)
            {
                problems.Add($"{name}: {other}");
                return;
            }
            read++;
            for (var c = 0; c < seen.Length; c++) seen[c] |= row.Has(c);
            await Accept(row, stop);
            if (read % 4096 != 0) continue;
            stop.ThrowIfCancellationRequested();
            progress?.Report(new ImportProgress(mapping.Name, name, read, bytes, total));
        }
        if (reader.Problem is not null) problems.Add($"{name}: {reader.Problem}");
        progress?.Report(new ImportProgress(mapping.Name, name, read, total, total));
    }

    async ValueTask Accept(Row row, CancellationToken stop)
    {
        if (row.Fault is not null) Reject(row, row.Fault, "");
        else if (!mapper.Concerns(row)) leftOut++;
        else if (!mapper.Map(row)) Reject(row, mapper.Rejected!, mapper.Id);
        else
        {
            if (mapper.Marks.Count > 0) marked++;
            foreach (var mark in mapper.Marks) issues.Add(RowIssueKind.Marked, row, mark, mapper.Id);
            if (groups is not null) Group(row);
            else if (held is not null) Hold(row);
            else if (IsNew(row)) await sink.Take(mapper, 1, stop);
            else if (mapping.KeepLast) await sink.Take(mapper, 0, stop);
        }
    }

    void Group(Row row)
    {
        mapper.Track.Introduced = groups!.Add(mapper);
        if (!mapper.Track.Introduced) Reject(row, $"more than {Groups.Max} groups", mapper.Id);
    }

    /// <summary>Where the last row of an id wins, nothing is written before the last row of all.</summary>
    void Hold(Row row)
    {
        if (IsNew(row) && held!.Count >= Groups.Max)
        {
            accepted--;
            Reject(row, $"more than {Groups.Max} ids", mapper.Id);
            return;
        }
        mapper.Track.Introduced = true;
        held![mapper.Id] = mapper.Entity();
    }

    /// <summary>Counts the row as accepted or as a duplicate.</summary>
    bool IsNew(Row row)
    {
        var first = mapping.Observations ? mapper.Track.Saw(mapper.AtUs) : !mapper.Track.Introduced;
        if (first) accepted++;
        else
        {
            duplicates++;
            issues.Add(RowIssueKind.Duplicate, row, mapping.Observations ? "the same moment again" : "the same id again", mapper.Id);
        }
        return first;
    }

    void Reject(Row row, string why, string id)
    {
        rejected++;
        issues.Add(RowIssueKind.Rejected, row, why, id);
    }

    /// <summary>Writes what could only be known after the last row.</summary>
    async ValueTask Together(CancellationToken stop)
    {
        foreach (var (entity, rows) in groups?.Entities() ?? [])
        {
            accepted += rows;
            await sink.Take(new UpsertEntity(entity, Update: true), rows, stop);
        }
        foreach (var entity in held?.Values ?? Enumerable.Empty<Entity>())
            await sink.Take(new UpsertEntity(entity, Update: true), 1, stop);
    }
}
