using Cardo.Journal;
using Cardo.Kernel;
using Cardo.Storage;
using Cardo.Tests.Journal;
using Cardo.Tests.Support;
using Cardo.Twin;

namespace Cardo.Tests.Program;

/// <summary>Bytes are changed while the city rests; the check must name the place, and a whole city must pass.</summary>
public class StoreCheckTests
{
    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public async Task Damage_to_log_chunks_entities_and_journal_is_named(Engine engine)
    {
        await using var store = TestStore.Open(engine);
        await Fill(store);
        var whole = Check(store);
        whole.ShouldBeEmpty();
        var segment = Directory.GetFiles(store.LogFolder).Order(StringComparer.Ordinal).Last();
        var bytes = File.ReadAllBytes(segment);
        Flipped(segment, bytes, 80);
        Check(store).ShouldHaveSingleItem().Place.ShouldBe($"{segment}, offset 64");
        File.WriteAllBytes(segment, bytes);
        foreach (var (table, column, place) in ((string, string, string)[])[("storage_chunks", "bytes", "storage_chunks, chunk "), ("twin_entities", "doc", "twin_entities, tenant '', urn:x:1"), ("journal_tiles", "hashes", "journal_tiles, level 0, tile 0")])
        {
            var row = store.Db.Read(tx => tx.One<byte[]>($"SELECT {column} FROM {table}"))!;
            Put(row[..(row.Length / 2)]);
            Check(store).ShouldContain(f => f.Place.StartsWith(place, StringComparison.Ordinal), $"{table} cut");
            Put(row);

            void Put(byte[] doc) => store.Db.Write(tx => tx.Execute($"UPDATE {table} SET {column} = @doc", new { doc }));
        }
        store.Db.Write(tx => tx.Execute("UPDATE twin_entities SET seq = 2"));
        Check(store).ShouldContain(f => f.Place == "twin_entities, tenant '', urn:x:1" && f.What == "its checksum is another");
        store.Db.Write(tx => tx.Execute("UPDATE twin_entities SET seq = 1"));
        store.Db.Write(tx => tx.Execute("UPDATE journal_entries SET json = replace(json, 'thing', 'thinG') WHERE idx = 3"));
        Check(store).ShouldContain(f => f.Place == "journal_tiles, level 0, tile 0" && f.What.StartsWith("entry 3 "));
        Check(store).ShouldContain(f => f.Place == "journal_head");
    }

    static void Flipped(string file, byte[] bytes, int at)
    {
        var changed = (byte[])bytes.Clone();
        changed[at] ^= 0x10;
        File.WriteAllBytes(file, changed);
    }

    static List<StoreFault> Check(TestStore store)
    {
        var faults = new List<StoreFault>();
        StoreCheck.Run(store.Db, store.Folder, faults.Add);
        TwinCheck.Run(store.Db, faults.Add);
        JournalCheck.Stored(store.Db, store.Folder, faults.Add).Ok.ShouldBeTrue();
        return faults;
    }

    /// <summary>One entity with three hundred points, ten journal entries, and some log after the checkpoint.</summary>
    static async Task Fill(TestStore store)
    {
        var settings = Journals.Settings(store);
        var desk = Journals.Open(store);
        for (var n = 0; n < 10; n++) store.Db.Write(tx => desk.Append(tx, Journals.Entry(n)));
        desk.Integrate();
        Server.Stores.UpToDate(store.Db).Ok.ShouldBeTrue();
        store.Db.Write(tx => Cardo.Twin.Store.EntityRows.Put(tx, [Cardo.Twin.Store.EntityRows.Row.Of("", "urn:x:1", 1, Entity("urn:x:1"))]));
        var log = CityLog.Open(store.LogFolder, store.Db, TimeProvider.System).Value;
        var series = new SeriesStore(log);
        log.Register(series);
        log.Start();
        await using (log)
        {
            Append(log, series, 0, 300);
            await log.Checkpoint();
            Append(log, series, 300, 20);
            await log.Durable(log.TailLsn);
            await log.Abandon();
        }
        settings.DataDir.ShouldBe(store.Folder);
    }

    static byte[] Entity(string id)
    {
        var bytes = new System.Buffers.ArrayBufferWriter<byte>();
        Cardo.Twin.Persist.EntityCodec.Write(bytes, new Cardo.Standards.NgsiLd.Entity { Id = id, Types = ["urn:x:Thing"], Attributes = [] });
        return bytes.WrittenSpan.ToArray();
    }

    static void Append(CityLog log, SeriesStore series, int from, int count)
    {
        lock (log.Gate)
        {
            var handle = series.Open(new SeriesName("", "urn:x:1", "urn:x:n", ""));
            for (var n = from; n < from + count; n++) series.Append(handle, Sample.Of(n * Instants.SecondUs, n));
        }
    }
}
