namespace Cardo.Storage.Store;

/// <summary>What was applied to this database, and from which text.</summary>
internal static class MigrationTable
{
    internal sealed record Row(string Room, long Number, string Name, string Sha256);

    public static void Make(Tx tx) => tx.Execute(
        """
        CREATE TABLE IF NOT EXISTS storage_migrations (
            room text NOT NULL,
            number bigint NOT NULL,
            name text NOT NULL,
            sha256 text NOT NULL,
            applied_at text NOT NULL DEFAULT (CURRENT_TIMESTAMP),
            PRIMARY KEY (room, number))
        """);

    public static IReadOnlyList<Row> Of(Tx tx, string room) =>
        tx.Query<Row>("SELECT room, number, name, sha256 FROM storage_migrations WHERE room = @room ORDER BY number", new { room });

    public static void Add(Tx tx, Row row) =>
        tx.Execute("INSERT INTO storage_migrations (room, number, name, sha256) VALUES (@Room, @Number, @Name, @Sha256)", row);
}
