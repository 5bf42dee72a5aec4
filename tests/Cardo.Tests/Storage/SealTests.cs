using Cardo.Storage;
using Cardo.Tests.Support;

namespace Cardo.Tests.Storage;

public sealed class SealTests
{
    static readonly SeriesName Name = new("", "urn:a", "level");

    static void Fill(TestCity city, int from, int to, string entity = "urn:a")
    {
        for (var i = from; i < to; i++)
            foreach (var attribute in (string[])["level", "flow"])
                city.Append(Name with { Entity = entity, Attribute = attribute }, Sample.Of(i * 1_000_000L, i % 17 / 10.0));
    }

    static List<ChunkFault> Faults(TestCity city)
    {
        var faults = new List<ChunkFault>();
        city.Series.Check(faults.Add).Faults.ShouldBe(faults.Count);
        return faults;
    }

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public async Task One_changed_byte_of_a_stored_chunk_is_found_and_the_chunk_is_named(Engine engine)
    {
        await using var city = new TestCity(engine, new SeriesOptions(SealPoints: 20));
        Fill(city, 0, 101);
        await city.Log.Checkpoint();
        Faults(city).ShouldBeEmpty();
        var db = city.Store.Db;
        var whole = db.Read(tx => tx.One<byte[]>("SELECT bytes FROM storage_chunks WHERE seq = 3"))!;
        for (var i = 0; i < whole.Length; i++)
        {
            var changed = whole.ToArray();
            changed[i] ^= (byte)(1 << (i % 8));
            db.Write(tx => tx.Execute("UPDATE storage_chunks SET bytes = @changed WHERE seq = 3", new { changed }));
            var faults = Faults(city);
            faults.ShouldContain(f => f.Code == "chunk-changed");
            faults.ShouldAllBe(f => f.Seq == 3);
            if (i > whole.Length / 2) faults[0].Series.ShouldContain(Name);
        }
        db.Write(tx => tx.Execute("UPDATE storage_chunks SET bytes = @whole, t1_us = t1_us + 1 WHERE seq = 3", new { whole }));
        Faults(city).Select(f => f.Code).ShouldBe(["chunk-changed", "chunk-statistics", "chunk-statistics"]);
    }

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public async Task Chunks_of_a_database_from_before_the_seals_are_sealed_by_the_next_checkpoint(Engine engine)
    {
        await using var city = new TestCity(engine, new SeriesOptions(SealPoints: 20));
        Fill(city, 0, 101);
        await city.Log.Checkpoint();
        city.Store.Db.Write(tx => tx.Execute("DELETE FROM storage_seals"));
        Faults(city).Select(f => f.Code).Distinct().ShouldBe(["chunk-unsealed"]);
        Fill(city, 101, 102);
        await city.Log.Checkpoint();
        Faults(city).ShouldBeEmpty();
        HistoryCheck.Seals(city.Store.Db).ShouldHaveSingleItem().Hashes.Count.ShouldBe(5);
    }

    [Fact]
    public async Task Numbers_of_chunks_that_went_are_never_given_again()
    {
        await using var city = new TestCity(Engine.Sqlite, new SeriesOptions(SealPoints: 20));
        Fill(city, 0, 101);
        await city.Log.Checkpoint();
        lock (city.Log.Gate) city.Series.Forget("", "urn:a");
        await city.Restart();
        Fill(city, 0, 41, "urn:b");
        await city.Log.Checkpoint();
        city.Store.Db.Read(tx => tx.Query<long>("SELECT seq FROM storage_chunks ORDER BY seq")).ShouldBe([6, 7]);
        Faults(city).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_can_not_be_witnessed_is_not_stored()
    {
        await using var city = new TestCity(Engine.Sqlite, new SeriesOptions(SealPoints: 20));
        var witness = new Witness { Fails = true };
        city.Series.Witness = witness;
        Fill(city, 0, 101);
        await Should.ThrowAsync<IOException>(city.Log.Checkpoint());
        city.Store.Db.Read(tx => tx.Scalar<long>("SELECT count(*) FROM storage_chunks")).ShouldBe(0);
        witness.Fails = false;
        await city.Log.Checkpoint();
        witness.Seals.ShouldHaveSingleItem().ShouldBe((1, 5));
        city.Series.Count(city.Series.Find(Name)!).ShouldBe(101);
        Faults(city).ShouldBeEmpty();
    }

    sealed class Witness : IHistoryWitness
    {
        public bool Fails { get; set; }

        public List<(long First, long Last)> Seals { get; } = [];

        public void Sealed(Tx tx, ChunkSeal seal)
        {
            if (Fails) throw new IOException("the journal is not there");
            Seals.Add((seal.FirstSeq, seal.LastSeq));
        }

        public void Dropped(Tx tx, DroppedChunks dropped)
        {
        }
    }

    [Fact]
    public async Task Nothing_of_a_forgotten_entity_is_left_in_the_files()
    {
        const string Secret = "Wohlgemuth-Passage-17";
        await using var city = new TestCity(Engine.Sqlite, new SeriesOptions(SealPoints: 8));
        for (var i = 0; i < 50; i++)
        {
            city.Append(new SeriesName("", "urn:person:" + Secret, "place"), new Sample(i * 1_000_000, SampleKind.Text, 0, Secret + i % 3));
            city.Append(Name, Sample.Of(i * 1_000_000, i));
        }
        await city.Log.Checkpoint();
        for (var i = 50; i < 60; i++) city.Append(new SeriesName("", "urn:person:" + Secret, "place"), new Sample(i * 1_000_000, SampleKind.Text, 0, Secret + i % 3));
        await city.Log.Durable(city.Log.TailLsn);
        Files(city, Secret).ShouldNotBeEmpty();
        lock (city.Log.Gate) city.Series.Forget("", "urn:person:" + Secret);
        await city.Log.Checkpoint();
        city.Append(Name, Sample.Of(50_000_000, 50));
        await city.Log.Checkpoint();
        Files(city, Secret).ShouldBeEmpty();
        await city.Restart();
        Files(city, Secret).ShouldBeEmpty();
        city.Series.Count(city.Series.Find(Name)!).ShouldBe(51);
    }

    static List<string> Files(TestCity city, string text)
    {
        var found = new List<string>();
        foreach (var file in Directory.EnumerateFiles(city.Store.Folder, "*", SearchOption.AllDirectories).Where(f => !f.EndsWith(".lock", StringComparison.Ordinal)))
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            if (bytes.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(text)) >= 0) found.Add(Path.GetFileName(file));
        }
        return found;
    }
}
