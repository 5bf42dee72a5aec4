using Cardo.Storage;
using Cardo.Tests.Support;

namespace Cardo.Tests.Storage;

public sealed class DbTests
{
    sealed record Row(int Id, string Name, bool IsOpen, double? Level, byte[] RawBytes);

    static void Make(Db db) => db.Write(tx => tx.Execute(
        "CREATE TABLE t (id bigint NOT NULL PRIMARY KEY, name text NOT NULL, is_open bigint NOT NULL, level double precision, raw_bytes bytea NOT NULL)"));

    static object Put(int id, string name) => new { Id = (long)id, Name = name, IsOpen = 1L, Level = (double?)null, RawBytes = new byte[] { 1, 2 } };

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public async Task Rows_are_read_into_records_on_both_engines(Engine engine)
    {
        await using var store = TestStore.Open(engine);
        Make(store.Db);
        const string all = "SELECT id, name, is_open, level, raw_bytes FROM t WHERE name = @name ORDER BY id";
        store.Db.Read(tx => tx.Query<Row>(all, new { name = "a" })).ShouldBeEmpty();
        store.Db.Write(tx => tx.Execute("INSERT INTO t (id, name, is_open, level, raw_bytes) VALUES (@Id, :Name, @IsOpen, @Level, @RawBytes)", Put(1, "a")));
        var row = store.Db.Read(tx => tx.Query<Row>(all, new { name = "a" })).ShouldHaveSingleItem();
        (row.Id, row.Name, row.IsOpen, row.Level).ShouldBe((1, "a", true, null));
        row.RawBytes.ShouldBe([1, 2]);
        store.Db.Read(tx => tx.Scalar<long>("SELECT count(*) FROM t")).ShouldBe(1);
        store.Db.Read(tx => tx.One<Row>(all, new { name = "none" })).ShouldBeNull();
    }

    sealed record Pair(long Id, string Word);

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public async Task An_upsert_writes_once_and_then_over(Engine engine)
    {
        await using var store = TestStore.Open(engine);
        store.Db.Write(tx => tx.Execute("CREATE TABLE pairs (id bigint NOT NULL PRIMARY KEY, word text NOT NULL)"));
        store.Db.Write(tx => tx.Upsert("pairs", "id", new Pair(1, "a"), new Pair(2, "b")));
        store.Db.Write(tx => tx.Upsert("pairs", "id", [new Pair(2, "c")]));
        store.Db.Read(tx => tx.Query<Pair>("SELECT id, word FROM pairs ORDER BY id")).ShouldBe([new Pair(1, "a"), new Pair(2, "c")]);
    }

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public async Task A_write_that_throws_leaves_nothing(Engine engine)
    {
        await using var store = TestStore.Open(engine);
        store.Db.Write(tx => tx.Execute("CREATE TABLE pairs (id bigint NOT NULL PRIMARY KEY, word text NOT NULL)"));
        Should.Throw<InvalidDataException>(() => store.Db.Write(tx =>
        {
            tx.Upsert("pairs", "id", new Pair(1, "a"));
            throw new InvalidDataException();
        }));
        store.Db.Read(tx => tx.Scalar<long>("SELECT count(*) FROM pairs")).ShouldBe(0);
        Should.Throw<System.Data.Common.DbException>(() => store.Db.Read(tx => tx.Upsert("pairs", "id", new Pair(1, "a"))));
        Should.Throw<InvalidOperationException>(() => store.Db.Write(_ => store.Db.Write(_ => { })));
        store.Db.Write(tx => tx.Upsert("pairs", "id", new Pair(3, "c"))).ShouldBe(1);
    }

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public async Task Writers_and_readers_run_beside_one_another(Engine engine)
    {
        await using var store = TestStore.Open(engine);
        store.Db.Write(tx => tx.Execute("CREATE TABLE pairs (id bigint NOT NULL PRIMARY KEY, word text NOT NULL)"));
        var work = Enumerable.Range(0, 6).Select(w => Task.Run(() =>
        {
            for (var i = 0; i < 30; i++)
            {
                if (w < 3) store.Db.Write(tx => tx.Upsert("pairs", "id", new Pair(w * 100 + 2 * i, "x"), new Pair(w * 100 + 2 * i + 1, "x")));
                else (store.Db.Read(tx => tx.Scalar<long>("SELECT count(*) FROM pairs")) % 2).ShouldBe(0);
            }
        }));
        await Task.WhenAll(work);
        store.Db.Read(tx => tx.Scalar<long>("SELECT count(*) FROM pairs")).ShouldBe(180);
    }

    [Theory]
    [InlineData("mysql:x", "store-url")]
    [InlineData("nothing", "store-url")]
    [InlineData("postgres:Nonsense=1;What", "store-url")]
    [InlineData("postgres:Database=x", "store-url")]
    [InlineData("postgres:Host=127.0.0.1;Port=1;Database=x;Username=x;Timeout=3", "store-unreachable")]
    [InlineData("postgres://u:p@127.0.0.1:1/x?Timeout=3", "store-unreachable")]
    [InlineData("sqlite:/proc/none/cardo.db", "store-folder")]
    public async Task A_store_that_can_not_be_opened_is_refused_with_the_reason(string store, string code)
    {
        var folder = Directory.CreateTempSubdirectory("cardo-test-").FullName;
        Db.Open(store, folder).Refusal.Code.ShouldBe(code);
        // And it lets go of the folder.
        await Db.Open("sqlite:", folder).Value.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void A_data_folder_that_can_not_be_made_is_refused()
    {
        Db.Open("sqlite:", "/proc/none").Refusal.Code.ShouldBe("store-folder");
    }

    [Fact]
    public void A_file_that_is_no_database_is_refused()
    {
        var folder = Directory.CreateTempSubdirectory("cardo-test-").FullName;
        File.WriteAllText(Path.Combine(folder, "cardo.db"), new string('x', 5000));
        Db.Open("sqlite:", folder).Refusal.Code.ShouldBe("store-damaged");
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Two_folders_can_not_share_one_postgres_database()
    {
        await using var store = TestStore.Open(Engine.Postgres);
        var folder = Directory.CreateTempSubdirectory("cardo-test-").FullName;
        Db.Open(store.Address, folder).Refusal.Code.ShouldBe("store-in-use");
        Directory.Delete(folder, recursive: true);
    }
}
