using Cardo.Storage.Store;

namespace Cardo.Storage.Chunks;

/// <summary>
/// The checkpoint of series: pages of open points that changed, sealed chunks, the catalogue. It runs beside appends and
/// writes each entity as it stands when its turn comes, with the LSN that state includes; replay skips what is in it.
/// </summary>
internal sealed class SeriesSaver(Catalog catalog, Sealer sealer, Shelf shelf)
{
    public const int PageSeries = 64;

    // A page holds the newest sample instead of open points where these are all sealed.
    const long NewestOnly = 1;

    readonly BlockWriter writer = new();

    /// <summary>What a capture holds: pages, and entities that were forgotten.</summary>
    internal sealed record Captured(List<int> Pages, List<int> Forgotten)
    {
        public IReadOnlySet<PendingChunk> Chunks { get; set; } = new HashSet<PendingChunk>();

        public IReadOnlyCollection<SeriesHandle> Rows { get; set; } = [];
    }

    public void Save(Tx tx, Captured captured, IHistoryWitness? witness)
    {
        var gone = captured.Forgotten.SelectMany(id => SeriesTables.Forget(tx, id)).Order().ToList();
        if (gone.Count > 0) witness?.Dropped(tx, new DroppedChunks(DropReason.Forgotten, gone));
        SeriesTables.PutOpen(tx, captured.Pages.Select(p => new SeriesTables.OpenRow(p, Page(p))));
        // After the pages: what is sealed in between is then in both rather than in none.
        var (chunks, rows) = sealer.Waiting();
        captured.Chunks = chunks.ToHashSet();
        captured.Rows = rows;
        SeriesTables.PutChunks(tx, chunks.Select(Row));
        SeriesTables.PutSeries(tx, rows.Where(h => !h.Forgotten).Select(Row));
        Seals.SealNew(tx, witness);
    }

    public void Saved(Captured captured) => shelf.Count(sealer.Done(captured.Chunks, captured.Rows));

    byte[] Page(int page)
    {
        writer.Begin();
        for (var id = page * PageSeries; id < (page + 1) * PageSeries; id++)
        {
            if (catalog.Find(id) is not { } series) continue;
            Points points;
            long extra;
            lock (series.Group.Sync)
            {
                extra = series.AppliedLsn << 1;
                points = series.Open.Copy();
                if (points.Count == 0 && series.NewestIsSealed)
                {
                    points.Put(series.Newest!.Value);
                    extra |= NewestOnly;
                }
            }
            writer.Add(id, extra, points);
        }
        return writer.End();
    }

    SeriesTables.ChunkRow Row(PendingChunk chunk)
    {
        writer.Begin();
        for (var i = 0; i < chunk.Members.Length; i++) writer.Add(chunk.Members[i].Id, 0, chunk.Columns[i]);
        chunk.Bytes = writer.End();
        return new SeriesTables.ChunkRow(chunk.Seq, chunk.Leader, chunk.Late ? 1 : 0, chunk.FirstUs, chunk.LastUs, chunk.Salt, chunk.Bytes);
    }

    static SeriesTables.SeriesRow Row(SeriesHandle series)
    {
        lock (series.Group.Sync)
            return new SeriesTables.SeriesRow(series.Id, series.Name.Tenant, series.Name.Entity, series.Name.Attribute, series.Name.DatasetId,
                SeriesTables.Leaders(series.Leaders), series.LateSpanUs);
    }

    public void Load(Tx tx)
    {
        foreach (var row in SeriesTables.Series(tx))
        {
            var series = catalog.Add((int)row.Id, new SeriesName(row.Tenant, row.Entity, row.Attribute, row.Dataset));
            series.Leaders = SeriesTables.Leaders(row.Leaders);
            series.LateSpanUs = row.LateSpanUs;
        }
        sealer.StartAt(SeriesTables.LastSeq(tx));
        var sealedUs = SeriesTables.Edges(tx).Where(e => e.SealedUs is not null).ToDictionary(e => (int)e.Id, e => e.SealedUs!.Value);
        foreach (var series in catalog.All())
            foreach (var leader in series.Leaders)
                if (sealedUs.TryGetValue(leader, out var us)) series.SealedUs = Math.Max(series.SealedUs, us);
        shelf.Load(tx, catalog);
        foreach (var row in SeriesTables.Open(tx)) LoadPage(row.Bytes);
    }

    void LoadPage(byte[] bytes)
    {
        var reader = new BlockReader(bytes);
        while (reader.Next())
        {
            // One that the catalogue hasn't was made after the checkpoint began; the log makes it again.
            if (catalog.Find(reader.Series) is not { } series) continue;
            series.AppliedLsn = reader.Extra >> 1;
            var points = reader.Points();
            for (var i = 0; i < points.Count; i++)
                series.Offer((reader.Extra & NewestOnly) != 0 ? points.At(i) : series.Open.Put(points.At(i)));
        }
    }
}
