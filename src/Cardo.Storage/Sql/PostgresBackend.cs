using System.Data;
using System.Data.Common;
using Cardo.Kernel;
using Npgsql;

namespace Cardo.Storage.Sql;

/// <summary>
/// PostgreSQL 15 or later. A connection of its own holds an advisory lock as long as the city runs, so that two
/// processes with different data folders can't share one database by mistake.
/// </summary>
internal sealed class PostgresBackend : IBackend
{
    const int OldestServer = 15;
    const long LockKey = 0x436172646F; // "Cardo"
    const int PatienceMs = 3_000;

    readonly NpgsqlDataSource source;
    NpgsqlConnection? holder;

    PostgresBackend(NpgsqlConnectionStringBuilder text)
    {
        Place = $"{text.Host}:{text.Port}/{text.Database}";
        source = new NpgsqlDataSourceBuilder(text.ToString()).Build();
    }

    public Engine Engine => Engine.Postgres;

    public string Place { get; }

    public static Outcome<IBackend> Parse(string text)
    {
        try
        {
            var builder = text.Contains("://", StringComparison.Ordinal) ? FromAddress(new Uri(text)) : new NpgsqlConnectionStringBuilder(text);
            if (string.IsNullOrEmpty(builder.Host)) return Refusal.Bad("store-url", "The PostgreSQL store names no host: postgres:Host=…;Database=….");
            builder.ApplicationName ??= "cardo";
            if (builder.MaxAutoPrepare == 0) builder.MaxAutoPrepare = 64;
            return new PostgresBackend(builder);
        }
        catch (Exception e) when (e is ArgumentException or UriFormatException or FormatException or KeyNotFoundException)
        {
            return Refusal.Bad("store-url", $"The PostgreSQL store's address can't be read: {e.Message}");
        }
    }

    static NpgsqlConnectionStringBuilder FromAddress(Uri address)
    {
        var user = address.UserInfo.Split(':', 2);
        var builder = new NpgsqlConnectionStringBuilder
        {
            Host = Uri.UnescapeDataString(address.Host),
            Port = address.Port > 0 ? address.Port : 5432,
            Database = Uri.UnescapeDataString(address.AbsolutePath.TrimStart('/')),
        };
        if (user[0].Length > 0) builder.Username = Uri.UnescapeDataString(user[0]);
        if (user.Length > 1) builder.Password = Uri.UnescapeDataString(user[1]);
        foreach (var pair in address.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = pair.Split('=', 2);
            builder[Uri.UnescapeDataString(parts[0])] = Uri.UnescapeDataString(parts.Length > 1 ? parts[1] : "");
        }
        return builder;
    }

    public Refusal? Start(bool alone)
    {
        try
        {
            holder = source.OpenConnection();
            if (holder.PostgreSqlVersion.Major < OldestServer)
                return new Refusal(RefusalKind.NotSupported, "store-version", $"{Place} is PostgreSQL {holder.PostgreSqlVersion}; {OldestServer} or later is needed.");
            if (!alone) return null;
            // A server notices a moment late that a process which just ended has let go: so a restart waits for it.
            using var command = new NpgsqlCommand($"SET lock_timeout = '{PatienceMs}ms'; SELECT pg_advisory_lock(@key); SET lock_timeout = 0", holder);
            command.Parameters.AddWithValue("key", LockKey);
            command.ExecuteNonQuery();
            return null;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            return Refusal.Conflict("store-in-use", $"Another process uses the database {Place}: stop it first.");
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException or System.Net.Sockets.SocketException or ArgumentException)
        {
            return new Refusal(RefusalKind.Unavailable, "store-unreachable", $"The database {Place} can't be opened: {e.Message}");
        }
    }

    public DbConnection Reader() => source.OpenConnection();

    public DbTransaction BeginRead(DbConnection connection)
    {
        var transaction = connection.BeginTransaction(IsolationLevel.RepeatableRead);
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "SET TRANSACTION READ ONLY";
        command.ExecuteNonQuery();
        return transaction;
    }

    public void Return(DbConnection connection, bool whole) => connection.Dispose();

    public DbConnection Writer() => source.OpenConnection();

    public DbTransaction BeginWrite(DbConnection connection) => connection.BeginTransaction(IsolationLevel.ReadCommitted);

    public void ReturnWriter(DbConnection connection, bool whole) => connection.Dispose();

    // Frees the rows that were deleted; their bytes are overwritten as the pages fill again. Archived logs are the operator's.
    public void Scrub()
    {
        using var connection = source.OpenConnection();
        using var command = new NpgsqlCommand("VACUUM storage_chunks, storage_open, storage_series", connection);
        command.ExecuteNonQuery();
    }

    public void Dispose()
    {
        holder?.Dispose();
        holder = null;
        source.Dispose();
    }
}
