using System.Text;

namespace Cardo.Sensing.Import;

/// <summary>Counts what is wrong with rows by reason, keeps the first few of each and lists all in a CSV file.</summary>
internal sealed class IssueBook(string path, IReadOnlyList<string> files) : IDisposable
{
    public const int ExamplesOfEach = 5;

    /// <summary>Different reasons; a mapping has a few dozen. More would be a reason made of data.</summary>
    const int MaxReasons = 500;

    readonly Dictionary<(RowIssueKind Kind, string Reason), long> counts = [];
    readonly List<RowIssue> examples = [];
    StreamWriter? list;

    public IReadOnlyList<RowIssue> Examples => examples;

    public string? ListFile => list is null ? null : path;

    public void Add(RowIssueKind kind, Row row, string reason, string id) => Add(kind, files[row.File], row.Line, reason, id);

    public void Add(RowIssueKind kind, string file, long line, string reason, string id)
    {
        var key = (kind, counts.Count < MaxReasons || counts.ContainsKey((kind, reason)) ? reason : "other reasons");
        var count = counts[key] = counts.GetValueOrDefault(key) + 1;
        if (count <= ExamplesOfEach) examples.Add(new RowIssue(kind, file, line, reason, id));
        if (list is null)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            list = new StreamWriter(path, false, new UTF8Encoding(false));
            list.WriteLine("kind,file,line,reason,id");
        }
        list.WriteLine($"{kind switch { RowIssueKind.Rejected => "rejected", RowIssueKind.Duplicate => "duplicate", _ => "marked" }},{Quote(file)},{line},{Quote(reason)},{Quote(id)}");
    }

    public IReadOnlyDictionary<string, long> Counts(RowIssueKind kind) =>
        counts.Where(c => c.Key.Kind == kind).OrderByDescending(c => c.Value).ToDictionary(c => c.Key.Reason, c => c.Value);

    static string Quote(string text) => text.AsSpan().ContainsAny(",\"\n\r") ? $"\"{text.Replace("\"", "\"\"")}\"" : text;

    public void Dispose()
    {
        if (list is null && File.Exists(path)) File.Delete(path);
        list?.Dispose();
    }
}
