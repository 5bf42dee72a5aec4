using Cardo.Kernel;
using Cardo.Storage;

namespace Cardo.Sensing.Mqtt.Store;

/// <summary>The table mqtt_state.</summary>
internal static class MqttState
{
    public static Outcome<int> Migrate(Db db) => Migrations.Apply(db, typeof(MqttState).Assembly, "Mqtt");

    public static IReadOnlyList<LedgerItem> All(Tx tx) => tx.Query<LedgerItem>("SELECT owner, item, body FROM mqtt_state");

    public static void Save(Tx tx, IReadOnlyCollection<string> dropped, IEnumerable<LedgerItem> put, IEnumerable<LedgerItem> removed)
    {
        foreach (var owner in dropped) tx.Execute("DELETE FROM mqtt_state WHERE owner = @owner", new { owner });
        tx.Execute("DELETE FROM mqtt_state WHERE owner = @Owner AND item = @Item", removed.Select(i => new { i.Owner, i.Item }));
        tx.Upsert("mqtt_state", "owner, item", put);
    }
}
