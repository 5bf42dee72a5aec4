using Cardo.Storage;
using Cardo.Tests.Support;

namespace Cardo.Tests.Storage;

public sealed class MigrationsTests
{
    static readonly MigrationFile First = new(1, "first", false, "CREATE TABLE a (id bigint NOT NULL);\nINSERT INTO a VALUES (1);");
    static readonly MigrationFile Second = new(2, "second", false, "ALTER TABLE a ADD COLUMN name text;");

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public async Task Only_what_is_missing_is_applied(Engine engine)
    {
        await using var store = TestStore.Open(engine);
        Migrations.Apply(store.Db, [First], "Trial").Value.ShouldBe(1);
        Migrations.Apply(store.Db, [First, Second], "Trial").Value.ShouldBe(1);
        Migrations.Apply(store.Db, [First, Second], "Trial").Value.ShouldBe(0);
        Migrations.Apply(store.Db, [First with { Sql = First.Sql.Replace("\n", "\r\n") + "\n" }, Second], "Trial").Value.ShouldBe(0);
        store.Db.Read(tx => tx.Scalar<long>("SELECT count(*) FROM a")).ShouldBe(1);
    }

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public async Task A_changed_file_and_a_newer_database_are_refused(Engine engine)
    {
        await using var store = TestStore.Open(engine);
        Migrations.Apply(store.Db, [First, Second], "Trial").Ok.ShouldBeTrue();
        Migrations.Apply(store.Db, [First with { Sql = First.Sql + "--" }, Second], "Trial").Refusal.Code.ShouldBe("migration-changed");
        Migrations.Apply(store.Db, [First with { Name = "other" }, Second], "Trial").Refusal.Code.ShouldBe("migration-changed");
        Migrations.Apply(store.Db, [First], "Trial").Refusal.Code.ShouldBe("migration-newer");
    }

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public async Task A_migration_that_fails_leaves_nothing_of_itself(Engine engine)
    {
        await using var store = TestStore.Open(engine);
        var broken = Second with { Sql = "CREATE TABLE b (id bigint NOT NULL); CREATE TABLE a (id bigint NOT NULL);" };
        Migrations.Apply(store.Db, [First, broken], "Trial").Refusal.Code.ShouldBe("migration-failed");
        Migrations.Apply(store.Db, [First, Second with { Sql = "CREATE TABLE b (id bigint NOT NULL);" }], "Trial").Value.ShouldBe(1);
    }

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public async Task A_file_for_PostgreSQL_replaces_the_common_one_there(Engine engine)
    {
        await using var store = TestStore.Open(engine);
        var own = new MigrationFile(1, "first", true, "CREATE TABLE a (id bigint NOT NULL); INSERT INTO a VALUES (1), (2);");
        Migrations.Apply(store.Db, [First, own], "Trial").Value.ShouldBe(1);
        store.Db.Read(tx => tx.Scalar<long>("SELECT count(*) FROM a")).ShouldBe(engine == Engine.Postgres ? 2 : 1);
    }

    [Fact]
    public async Task Files_with_a_gap_or_two_names_are_refused()
    {
        await using var store = TestStore.Open(Engine.Sqlite);
        Migrations.Apply(store.Db, [Second], "Trial").Refusal.Code.ShouldBe("migration-files");
        Migrations.Apply(store.Db, [First, First with { Name = "again" }], "Trial").Refusal.Code.ShouldBe("migration-files");
    }

    [Fact]
    public async Task The_embedded_files_of_a_room_are_found()
    {
        await using var store = TestStore.Open(Engine.Sqlite);
        Migrations.Apply(store.Db, typeof(Db).Assembly, "Storage").Value.ShouldBe(2);
        Migrations.Apply(store.Db, typeof(Db).Assembly, "Nobody").Value.ShouldBe(0);
    }
}
