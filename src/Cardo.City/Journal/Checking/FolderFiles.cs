using Cardo.Standards.Merkle;

namespace Cardo.Journal.Checking;

/// <summary>Files of a folder.</summary>
internal sealed class FolderFiles(string dir) : ITreeFiles
{
    /// <summary>The longest thing there can be is a full bundle of the longest entries.</summary>
    const long Longest = Tile.Full * (Bundle.MaxEntry + 2L);

    public byte[]? Read(string path)
    {
        var file = new FileInfo(Path.Combine(dir, path));
        return file.Exists && file.Length <= Longest ? File.ReadAllBytes(file.FullName) : null;
    }

    public IEnumerable<string> Paths() =>
        Directory.EnumerateFiles(dir, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(dir, file).Replace('\\', '/'));
}
