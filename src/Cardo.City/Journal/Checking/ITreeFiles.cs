namespace Cardo.Journal.Checking;

/// <summary>Where an exported journal's files are: a folder, or memory.</summary>
internal interface ITreeFiles
{
    /// <summary>The file's bytes; null when it isn't there or is longer than anything of a journal. On any thread.</summary>
    byte[]? Read(string path);

    /// <summary>Every file there is, by its path with slashes.</summary>
    IEnumerable<string> Paths();
}
