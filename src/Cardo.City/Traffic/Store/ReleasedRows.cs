using Cardo.Storage;
using Cardo.Traffic.Cabinets;

namespace Cardo.Traffic.Store;

/// <summary>Signals left to their own plan, as rows.</summary>
internal static class ReleasedRows
{
    public static IReadOnlyList<Released> All(Tx tx) => tx.Query<Released>("SELECT controller AS Controller, by_whom AS ByWhom, since_us AS SinceUs, reason AS Reason FROM traffic_released ORDER BY controller");

    public static void Add(Tx tx, Released r) => tx.Execute(
        "INSERT INTO traffic_released (controller, by_whom, since_us, reason) VALUES (@Controller, @ByWhom, @SinceUs, @Reason)", new { r.Controller, r.ByWhom, r.SinceUs, r.Reason });

    public static void Remove(Tx tx, string controller) => tx.Execute("DELETE FROM traffic_released WHERE controller = @controller", new { controller });
}
