namespace Cardo.Journal.Checking;

/// <summary>Files held in memory: so thousands of changed copies are checked without writing one.</summary>
internal sealed class MemoryFiles(IReadOnlyDictionary<string, byte[]> files) : ITreeFiles
{
    public byte[]? Read(string path) => files.GetValueOrDefault(path);

    public IEnumerable<string> Paths() => files.Keys;

    /// <summary>A folder as it stands.</summary>
    public static Dictionary<string, byte[]> Of(string dir)
    {
        var folder = new FolderFiles(dir);
        return folder.Paths().ToDictionary(p => p, p => folder.Read(p) ?? [], StringComparer.Ordinal);
    }
}
