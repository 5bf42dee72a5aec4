using Cardo.Storage;
using Cardo.Twin.Persist;
using Cardo.Twin.Store;

namespace Cardo.Twin;

/// <summary>Reads every stored entity as a start would; for <c>cardo store check</c>. Works on the database alone, also while the city runs.</summary>
public static class TwinCheck
{
    /// <param name="told">hears each row that can't be read or is not the entity it says</param>
    /// <returns>how many entities were read</returns>
    public static long Run(Db db, Action<StoreFault> told) => db.Read(tx =>
    {
        long read = 0;
        foreach (var row in EntityRows.All(tx))
        {
            read++;
            if (EntityLoad.Decode(row, out var fault) is null)
                told(new StoreFault($"twin_entities, tenant '{row.Tenant}', {row.Id}", fault!, "Restore a backup (cardo restore), or delete the row and let its source write the entity again."));
        }
        return read;
    });
}
