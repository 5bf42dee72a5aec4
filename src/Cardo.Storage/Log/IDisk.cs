namespace Cardo.Storage.Log;

/// <summary>The few things the log asks of a disk; a test puts one here that fails.</summary>
internal interface IDisk
{
    /// <summary>Makes a new file; one that is there already is an error.</summary>
    ISyncFile Create(string path);

    ISyncFile Open(string path);

    /// <summary>Makes the names in a folder durable: a new file that is synced but not yet named durably is lost with the power.</summary>
    void SyncFolder(string folder);
}
