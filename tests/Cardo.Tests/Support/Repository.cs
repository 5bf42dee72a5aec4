namespace Cardo.Tests.Support;

/// <summary>Where things are, seen from a test.</summary>
public static class Repository
{
    /// <summary>The folder of the checkout.</summary>
    public static string Root { get; } = Find();

    /// <summary>The folder of real inputs beside the checkout, or null.</summary>
    public static string? SharedData { get; } = Path.Combine(Root, "..", "shared", "data") is var there && Directory.Exists(there) ? Path.GetFullPath(there) : null;

    /// <summary>A file or folder of the real inputs; skips the test when they are not there.</summary>
    public static string Shared(string path)
    {
        if (SharedData is null) Assert.Skip("the reference data is missing: ../shared/data beside the checkout");
        var full = Path.Combine(SharedData!, path);
        if (!File.Exists(full) && !Directory.Exists(full)) Assert.Skip($"the reference data is missing: ../shared/data/{path}");
        return full;
    }

    static string Find()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "imports.txt")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("no imports.txt above the tests");
        return folder;
    }
}
