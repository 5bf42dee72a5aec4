namespace Cardo.Storage.Store;

/// <summary>The one row that ties the database to its log.</summary>
internal sealed record LogRow(string LogId, long CheckpointLsn)
{
    public static LogRow? Find(Tx tx) => tx.One<LogRow>("SELECT log_id, checkpoint_lsn FROM storage_log WHERE one = 1");

    public static void Make(Tx tx, string logId) =>
        tx.Execute("INSERT INTO storage_log (one, log_id, checkpoint_lsn) VALUES (1, @logId, 0)", new { logId });

    public static void Advance(Tx tx, long lsn) =>
        tx.Execute("UPDATE storage_log SET checkpoint_lsn = @lsn WHERE one = 1", new { lsn });
}
