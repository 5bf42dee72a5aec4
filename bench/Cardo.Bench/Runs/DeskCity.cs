namespace Cardo.Bench.Runs;

/// <summary>A city with the demo's catalogue, rules and clocks, and nothing else in it.</summary>
internal static class DeskCity
{
    /// <summary>A folder made anew, to be given to <c>--city</c>.</summary>
    public static string Folder()
    {
        var city = Directory.CreateTempSubdirectory("cardo-bench-city-").FullName;
        var to = Directory.CreateDirectory(Path.Combine(city, "cases")).FullName;
        foreach (var file in Directory.GetFiles(Path.Combine(Root(), "cities", "demo", "cases"))) File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        File.WriteAllText(Path.Combine(city, "city.yaml"), "name: Linhe\ntime_zone: Asia/Shanghai\n");
        return city;
    }

    static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "imports.txt"))) folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("no checkout above the bench");
        return folder;
    }
}
