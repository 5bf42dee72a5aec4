using System.Text.Json;
using System.Text.RegularExpressions;
using Cardo.Tests.Support;

namespace Cardo.Tests.Tidy;

/// <summary>What the compiler can't see of the house: folders, texts, SQL, the root.</summary>
public partial class RepositoryTests
{
    static readonly string root = Repository.Root;

    static IEnumerable<string> Files(string under, string pattern) =>
        Directory.EnumerateFiles(Path.Combine(root, under), pattern, SearchOption.AllDirectories)
            .Where(f => !f.Contains("/bin/", StringComparison.Ordinal) && !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/node_modules/", StringComparison.Ordinal));

    [Fact]
    public void Imports_txt_has_no_fault() =>
        Cardo.Tidy.House.Read(File.ReadAllText(Path.Combine(root, "imports.txt"))).Faults.ShouldBeEmpty();

    [Fact]
    public void There_are_ten_projects_at_most() => Files(".", "*.csproj").Count().ShouldBeLessThanOrEqualTo(10);

    [Fact]
    public void Every_room_has_its_readme_and_its_module()
    {
        foreach (var room in Directory.EnumerateDirectories(Path.Combine(root, "src/Cardo.City")).Where(d => Path.GetFileName(d) is not ("bin" or "obj" or "Properties")))
        {
            File.Exists(Path.Combine(room, "README.md")).ShouldBeTrue($"{room} has no README.md");
            File.Exists(Path.Combine(room, "Module.cs")).ShouldBeTrue($"{room} has no Module.cs");
            File.ReadAllLines(Path.Combine(room, "Module.cs")).Length.ShouldBeLessThanOrEqualTo(80, $"{room}/Module.cs");
        }
    }

    [Fact]
    public void Only_Store_and_Storage_speak_SQL()
    {
        var speaking = Files("src", "*.cs").Where(f => !f.Contains("/Store/", StringComparison.Ordinal) && !f.Contains("/Cardo.Storage/", StringComparison.Ordinal))
            .Where(f => Sql().IsMatch(File.ReadAllText(f)));
        speaking.ShouldBeEmpty();
    }

    [Fact]
    public void Every_text_is_said_in_both_languages()
    {
        var missing = new List<string>();
        foreach (var en in Files("src", "en.json").Concat(Files("packs", "en.json")).Concat(Files("cities", "en.json")))
        {
            var zh = Path.Combine(Path.GetDirectoryName(en)!, "zh-Hans.json");
            if (!File.Exists(zh)) { missing.Add(zh); continue; }
            var (a, b) = (Keys(en), Keys(zh));
            missing.AddRange(a.Except(b).Select(k => $"{zh}: {k}"));
            missing.AddRange(b.Except(a).Select(k => $"{en}: {k}"));
        }
        missing.ShouldBeEmpty();
    }

    [Fact]
    public void Every_package_version_is_pinned_in_one_place() =>
        Files(".", "*.csproj").Where(f => File.ReadAllText(f).Contains("PackageReference", StringComparison.Ordinal) && PinnedHere().IsMatch(File.ReadAllText(f))).ShouldBeEmpty();

    [Fact]
    public void Lock_files_hold_no_download_addresses() =>
        Files(".", "package-lock.json").Where(f => File.ReadAllText(f).Contains("\"resolved\"", StringComparison.Ordinal)).ShouldBeEmpty();

    [Fact]
    public void Every_invariant_names_a_test_that_exists()
    {
        var methods = TestMethods();
        var section = File.ReadAllText(Path.Combine(root, "ARCHITECTURE.md")).Split("## Invariants")[1].Split("\n## ")[0];
        var rows = section.Split('\n').Where(l => l.StartsWith('|') && !l.StartsWith("|---", StringComparison.Ordinal) && !l.StartsWith("| promise", StringComparison.Ordinal)).ToList();
        rows.Count.ShouldBeGreaterThan(5);
        rows.Where(r => !TestName().Matches(r).Any(m => methods.Contains(m.Groups[1].Value))).ShouldBeEmpty();
    }

    [Fact]
    public void Every_test_that_a_document_names_exists()
    {
        var methods = TestMethods();
        var named = Files(".", "*.md").SelectMany(f => NamedTest().Matches(File.ReadAllText(f)).Select(m => (f, Test: m.Groups[1].Value))).ToList();
        named.Count.ShouldBeGreaterThan(20);
        named.Where(n => !methods.Contains(n.Test)).Select(n => $"{n.f}: {n.Test}").ShouldBeEmpty();
    }

    [Fact]
    public void The_root_holds_nothing_that_is_not_listed()
    {
        string[] listed =
        [
            ".ci", ".editorconfig", ".gitattributes", ".gitignore", "ARCHITECTURE.md", "Cardo.slnx", "Directory.Build.props",
            "Directory.Packages.props", "LICENSE", "README.md", "STYLE.md", "bench", "cardo", "cardo.cmd", "changes", "cities",
            "deploy", "docs", "global.json", "imports.txt", "packs", "src", "tests", "tools", "web",
        ];
        string[] made = [".git", "data", "out", ".vs", ".idea", "TestResults"];
        Directory.EnumerateFileSystemEntries(root).Select(e => Path.GetFileName(e)).Except(listed).Except(made).ShouldBeEmpty();
    }

    static HashSet<string> TestMethods() =>
        Files("tests", "*.cs").SelectMany(f => MethodName().Matches(File.ReadAllText(f)).Select(m => m.Groups[1].Value)).ToHashSet();

    static HashSet<string> Keys(string file) =>
        JsonDocument.Parse(File.ReadAllText(file)).RootElement.EnumerateObject().Select(p => p.Name).ToHashSet();

    [GeneratedRegex(@"""\s*(SELECT\s+[\w*(].*\bFROM\b|INSERT INTO|DELETE FROM|UPDATE \w+ SET|CREATE TABLE)")]
    private static partial Regex Sql();

    [GeneratedRegex("<PackageReference[^>]*Version=")]
    private static partial Regex PinnedHere();

    [GeneratedRegex(@"\b(?:void|Task)\s+(\w+)\s*\(")]
    private static partial Regex MethodName();

    // A test's name is a sentence: a capital, and at least three words joined by underscores.
    [GeneratedRegex(@"`(?:\w+\.)*([A-Z][A-Za-z0-9]*(?:_\w+){2,})`")]
    private static partial Regex NamedTest();

    [GeneratedRegex(@"`(\w+)`")]
    private static partial Regex TestName();
}
