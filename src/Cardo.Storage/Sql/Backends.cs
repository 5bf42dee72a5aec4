using Cardo.Kernel;

namespace Cardo.Storage.Sql;

/// <summary>Reads the store's address.</summary>
internal static class Backends
{
    public static Outcome<IBackend> Parse(string store, string dataDir)
    {
        var colon = store.IndexOf(':');
        var scheme = colon < 0 ? "" : store[..colon];
        var rest = colon < 0 ? "" : store[(colon + 1)..];
        switch (scheme)
        {
            case "sqlite":
                var file = Path.GetFullPath(rest.Length == 0 ? "cardo.db" : rest, Path.GetFullPath(dataDir));
                return new SqliteBackend(file);
            case "postgres" or "postgresql":
                return PostgresBackend.Parse(rest.StartsWith("//", StringComparison.Ordinal) ? store : rest);
            default:
                return Refusal.Bad("store-url", $"The store \"{store}\" is neither sqlite:FILE nor postgres:CONNECTION.");
        }
    }
}
