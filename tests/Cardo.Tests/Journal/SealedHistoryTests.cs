using Cardo.Journal;
using Cardo.Storage;
using Cardo.Tests.Storage;
using Cardo.Tests.Support;

namespace Cardo.Tests.Journal;

public sealed class SealedHistoryTests
{
    static async Task<(TestCity City, JournalDesk Desk)> Filled(Engine engine)
    {
        var city = new TestCity(engine, new SeriesOptions(SealPoints: 10));
        var desk = Journals.Open(city.Store);
        city.Series.Witness = new HistoryWitness(desk);
        for (var round = 0; round < 3; round++)
        {
            for (var i = 0; i < 50; i++)
                foreach (var entity in (string[])["urn:a", "urn:b", "urn:c"]) city.Append(new SeriesName("", entity, "level"), Sample.Of((round * 50 + i) * 1_000_000L, i / 10.0));
            await city.Log.Checkpoint();
        }
        return (city, desk);
    }

    static List<ChunkFault> Faults(TestCity city)
    {
        var faults = new List<ChunkFault>();
        SealedHistory.Check(city.Store.Db, faults.Add).Faults.ShouldBe(faults.Count);
        return faults;
    }

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public async Task Every_sealed_chunk_is_proven_by_an_entry_of_the_journal(Engine engine)
    {
        var (city, desk) = await Filled(engine);
        await using var _ = city;
        Faults(city).ShouldBeEmpty();
        var seqs = city.Store.Db.Read(tx => tx.Query<long>("SELECT seq FROM storage_chunks ORDER BY seq"));
        seqs.Count.ShouldBe(42);
        foreach (var seq in seqs)
        {
            var proof = SealedHistory.Prove(city.Store.Db, desk, seq)!;
            proof.Holds.ShouldBeTrue();
            desk.Find(proof.Entry)!.Json.ShouldContain(proof.Root.Base64);
            desk.Prove(proof.Entry).ShouldNotBeNull();
        }
        SealedHistory.Prove(city.Store.Db, desk, 43).ShouldBeNull();
        desk.Newest(long.MaxValue, 100, "series.sealed").Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_chunk_changed_together_with_its_hash_is_found_by_the_journal()
    {
        var (city, _) = await Filled(Engine.Sqlite);
        await using var kept = city;
        city.Store.Db.Write(tx => tx.Execute("DELETE FROM storage_seals WHERE last_seq = (SELECT min(last_seq) FROM storage_seals)"));
        var faults = Faults(city);
        faults[0].Code.ShouldBe("seal-changed");
        faults[0].Seq.ShouldBe(1);
        // As one who knows the format would do it: new bytes, new hashes, and no way to change what was signed.
        var hashes = city.Store.Db.Read(tx => tx.One<byte[]>("SELECT hashes FROM storage_seals ORDER BY last_seq LIMIT 1"))!;
        hashes[40] ^= 1;
        city.Store.Db.Write(tx => tx.Execute("UPDATE storage_seals SET hashes = @hashes WHERE last_seq = (SELECT min(last_seq) FROM storage_seals)", new { hashes }));
        Faults(city).Where(f => f.Code == "seal-changed").Count().ShouldBe(2);
    }

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public async Task What_was_forgotten_or_expired_is_explained_and_what_somebody_took_is_not(Engine engine)
    {
        var (city, desk) = await Filled(engine);
        await using var _ = city;
        lock (city.Log.Gate) city.Series.Forget("", "urn:b");
        await city.Log.Checkpoint();
        city.Series.Retain(_ => 40_000_000).ShouldBe(8);
        Faults(city).ShouldBeEmpty();
        desk.Integrate();
        var entries = desk.Newest(long.MaxValue, 100, "series.dropped");
        entries.Select(e => e.Json).ShouldContain(j => j.Contains("\"forgotten\"", StringComparison.Ordinal) && j.Contains("\"count\":14", StringComparison.Ordinal));
        entries.Select(e => e.Json).ShouldContain(j => j.Contains("\"expired\"", StringComparison.Ordinal) && j.Contains("\"count\":8", StringComparison.Ordinal));
        entries.ShouldAllBe(e => !e.Json.Contains("urn:", StringComparison.Ordinal));
        var taken = city.Store.Db.Write(tx => tx.Query<long>("DELETE FROM storage_chunks WHERE seq = (SELECT max(seq) FROM storage_chunks) RETURNING seq"));
        var fault = Faults(city).ShouldHaveSingleItem();
        fault.Code.ShouldBe("chunk-missing");
        fault.Seq.ShouldBe(taken[0]);
    }
}
