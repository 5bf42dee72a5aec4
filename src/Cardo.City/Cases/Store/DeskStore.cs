using Cardo.Kernel;
using Cardo.Storage;

namespace Cardo.Cases.Store;

/// <summary>What the desk itself keeps: the key of tracking links, the profile's version, who belongs to which unit.</summary>
internal static class DeskStore
{
    public static string TrackingKey(Tx tx, Ids ids)
    {
        tx.Execute("INSERT INTO cases_desk (id, tracking_key, profile) VALUES (1, @key, '') ON CONFLICT (id) DO NOTHING", new { key = ids.Secret() });
        return tx.Scalar<string>("SELECT tracking_key FROM cases_desk WHERE id = 1")!;
    }

    public static string Profile(Tx tx) => tx.Scalar<string>("SELECT profile FROM cases_desk WHERE id = 1") ?? "";

    public static void SetProfile(Tx tx, string version) => tx.Execute("UPDATE cases_desk SET profile = @version WHERE id = 1", new { version });

    public static string? UnitOf(Tx tx, string officer) => tx.Scalar<string>("SELECT unit FROM cases_staff WHERE officer = @officer", new { officer });

    public static IReadOnlyList<(string Officer, string Unit)> Staff(Tx tx) => tx.Query<(string, string)>("SELECT officer, unit FROM cases_staff ORDER BY officer");

    public static void SetUnit(Tx tx, string officer, string unit) =>
        tx.Execute("INSERT INTO cases_staff (officer, unit) VALUES (@officer, @unit) ON CONFLICT (officer) DO UPDATE SET unit = excluded.unit", new { officer, unit });
}
