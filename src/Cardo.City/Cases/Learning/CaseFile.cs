using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using Cardo.Kernel;

namespace Cardo.Cases.Learning;

/// <summary>Reads decided cases from a CSV file as a <see cref="LearnTask"/> says.</summary>
internal sealed class CaseFile
{
    const int MaxRows = 5_000_000, Examples = 5, Shared = 100_000;

    /// <summary>What is kept of all texts at most, 2 GB.</summary>
    const long MaxChars = 1L << 30;

    /// <summary>What is kept of one text: what a model looks at, and as much again that may be taken out as a leak.</summary>
    const int MostWords = 2 * Grams.MaxChars;

    static readonly char[] delimiters = [',', ';', '\t', '|'];

    static readonly string[] patterns = ["yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd HH:mm", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd", "yyyy/MM/dd HH:mm:ss", "yyyy/MM/dd HH:mm", "yyyy/MM/dd", "yyyy-MM-dd HH:mm:ss.FFFFFF", "yyyy-MM-dd'T'HH:mm:ss.FFFFFF", "dd.MM.yyyy HH:mm:ss", "dd.MM.yyyy HH:mm", "dd.MM.yyyy", "MM/dd/yyyy hh:mm:ss tt"];

    static readonly string[] zoned = ["yyyy-MM-dd HH:mm:sszzz", "yyyy-MM-dd HH:mm:ss.FFFFFFzzz", "yyyy-MM-dd HH:mm:ss zzz", "yyyy-MM-dd HH:mm:ss'Z'", "yyyy-MM-dd HH:mm:ss 'UTC'"];

    readonly LearnTask task;
    readonly TimeZoneInfo zone;
    readonly Dictionary<string, int> leftOut = [];
    readonly List<string> problems = [];
    readonly List<(CaseText Text, string Label, string[] Own)> rows = [];
    readonly List<HashSet<string>> leaks = [];
    readonly HashSet<string> shared = new(StringComparer.Ordinal);
    char delimiter = ',';
    long chars;
    int rowsRead;

    CaseFile(LearnTask task, TimeZoneInfo zone) => (this.task, this.zone) = (task, zone);

    /// <summary>The cases in the order of their time.</summary>
    public IReadOnlyList<(CaseText Text, string Label)> Cases { get; private set; } = [];

    public IReadOnlyDictionary<string, int> LeftOut => leftOut;

    public int RowsRead => rowsRead;

    public TimeZoneInfo Zone => zone;

    /// <param name="progress">told the share read, 0..1</param>
    public static Outcome<CaseFile> Read(LearnTask task, IProgress<double>? progress, CancellationToken stop)
    {
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(task.Zone, out var zone)) return Refusal.Bad("no-zone", $"There is no time zone \"{task.Zone}\"; say one like Asia/Taipei.");
        if (task.Text.Count + task.Context.Count == 0 && task.Lon is null) return Refusal.Bad("nothing-to-learn-from", "Say what to learn from: --text COLUMN, --context COLUMN or --lon and --lat.");
        if (!File.Exists(task.File)) return Refusal.NotFound("no-file", $"{task.File} is not there.");
        var made = new CaseFile(task, zone);
        try
        {
            if (made.ReadAll(progress, stop) is { } refusal) return refusal;
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return Refusal.Bad("file-unreadable", $"{task.File} could not be read after row {made.rowsRead}: {e.Message}");
        }
        made.RemoveLeaks();
        if (made.Cases.Count == 0) return Refusal.Bad("no-cases", $"{task.File}: none of {made.rowsRead} rows can be used.") with { Details = made.Told() };
        return made;
    }

    Refusal? ReadAll(IProgress<double>? progress, CancellationToken stop)
    {
        if (Header() is not { Length: > 0 } header) return Refusal.Bad("file-empty", $"{task.File} is empty: a header and rows are needed.");
        var missing = Asked.Where(a => !header.Contains(a)).Distinct().ToArray();
        if (missing.Length > 0)
            return Refusal.Bad("no-column", $"{task.File} has no column {string.Join(", ", missing.Select(m => $"\"{m}\""))}; its columns are: {string.Join(", ", header.Take(60))}.");
        var columns = new Columns(task, header);
        foreach (var _ in task.LeakRemove) leaks.Add([]);
        using var file = File.OpenRead(task.File);
        using var reader = Text(file);
        var records = new CsvRecords(reader, delimiter);
        records.Next();
        while (records.Next())
        {
            if (++rowsRead > MaxRows) return Refusal.TooLarge("too-many-rows", $"{task.File} has more than {MaxRows:N0} rows.");
            if (rowsRead % 2048 == 0)
            {
                stop.ThrowIfCancellationRequested();
                progress?.Report((double)file.Position / Math.Max(1, file.Length));
            }
            Take(records, columns, header.Length);
            if (chars > MaxChars) return Refusal.TooLarge("too-much-text", $"{task.File} has more than {MaxChars:N0} characters of text in its first {rowsRead:N0} rows; learn from a later part of it.");
        }
        if (rowsRead == 0) return Refusal.Bad("file-empty", $"{task.File} has a header and no rows.");
        var bad = leftOut.Where(l => l.Key is BadTime or Broken).Sum(l => l.Value);
        return bad * 10 > rowsRead ? Refusal.Bad("too-many-bad-rows", $"{task.File}: {bad:N0} of {rowsRead:N0} rows can't be read; nothing was learned.") with { Details = Told() } : null;
    }

    string[] Asked => [task.Label, task.Time, .. task.Text, .. task.Context, .. task.LeakRemove, .. task.DropOwnWords, .. new[] { task.Id, task.Lon, task.Lat }.OfType<string>()];

    StreamReader Text(FileStream file) =>
        new(task.File.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : file, bufferSize: 1 << 16);

    /// <summary>The names of the columns, by the delimiter under which all that are asked for are there, else the commonest one.</summary>
    string[]? Header()
    {
        string[]? best = null;
        foreach (var some in delimiters)
        {
            using var file = File.OpenRead(task.File);
            using var reader = Text(file);
            var records = new CsvRecords(reader, some);
            if (!records.Next()) return null;
            if (records.Fault is not null) continue;
            var names = records.Fields.Select(f => f.Trim().TrimStart('\uFEFF')).ToArray();
            var whole = Asked.All(names.Contains);
            if (whole || best is null || names.Length > best.Length) (best, delimiter) = (names, some);
            if (whole) break;
        }
        return best;
    }

    const string BadTime = "time unreadable", Broken = "row broken", NoLabel = "no label", LongLabel = "label too long", Emptied = "nothing left of the text";

    /// <summary>Where in a row the columns stand.</summary>
    sealed class Columns(LearnTask task, string[] header)
    {
        public readonly int Label = Of(header, task.Label), Time = Of(header, task.Time), Id = Of(header, task.Id), Lon = Of(header, task.Lon), Lat = Of(header, task.Lat);
        public readonly int[] Text = Of(header, task.Text), Context = Of(header, task.Context), LeakRemove = Of(header, task.LeakRemove), DropOwnWords = Of(header, task.DropOwnWords);

        static int Of(string[] header, string? column) => column is null ? -1 : Array.IndexOf(header, column);

        static int[] Of(string[] header, IReadOnlyList<string> columns) => [.. columns.Select(c => Of(header, c))];
    }

    void Take(CsvRecords records, Columns columns, int width)
    {
        ReadOnlySpan<char> Of(int column) => records.Field(column).Trim();
        if (records.Fault is not null || records.Count != width)
        {
            LeaveOut(Broken, records.Line, records.Fault ?? $"{records.Count} fields where the header has {width}");
            return;
        }
        for (var i = 0; i < leaks.Count; i++)
            if (Of(columns.LeakRemove[i]) is { Length: > 0 } said) leaks[i].Add(Once(said));
        if (!TryTime(Of(columns.Time).ToString(), zone, out var us))
        {
            LeaveOut(BadTime, records.Line, $"\"{Of(columns.Time)}\" in {task.Time}");
            return;
        }
        if (Of(columns.Label) is not { Length: > 0 and <= DispatchModel.MaxLabel } label)
        {
            LeaveOut(Of(columns.Label).Length == 0 ? NoLabel : LongLabel, records.Line, null);
            return;
        }
        var words = Words(records, columns);
        chars += words.Length;
        var text = new CaseText(task.Id is null ? $"line {records.Line}" : Of(columns.Id).ToString(), words, us)
        {
            Lon = task.Lon is null ? null : Degrees(Of(columns.Lon), 180),
            Lat = task.Lat is null ? null : Degrees(Of(columns.Lat), 90),
            AheadHours = zone.GetUtcOffset(Instants.ToDateTimeOffset(us)).TotalHours,
            Clues = columns.Context.Length == 0 ? [] : [.. columns.Context.Select((column, i) => new Clue(task.Context[i], Once(Of(column))))],
        };
        rows.Add((text, Once(label), columns.DropOwnWords.Length == 0 ? [] : [.. columns.DropOwnWords.Select(c => Of(c).ToString())]));
    }

    static string Words(CsvRecords records, Columns columns)
    {
        if (columns.Text.Length == 0) return "";
        return columns.Text.Length == 1 ? Cut(records.Field(columns.Text[0]).Trim()) : string.Join(' ', columns.Text.Select(c => Cut(records.Field(c).Trim())));
    }

    static string Cut(ReadOnlySpan<char> said) => said[..Math.Min(said.Length, MostWords)].ToString();

    // The few values of a column are kept once, not once a row.
    string Once(ReadOnlySpan<char> said)
    {
        if (shared.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(said, out var one)) return one;
        one = said.ToString();
        if (shared.Count < Shared) shared.Add(one);
        return one;
    }

    void LeaveOut(string reason, long line, string? why)
    {
        leftOut[reason] = leftOut.GetValueOrDefault(reason) + 1;
        if (why is not null && problems.Count < Examples) problems.Add($"{task.File} line {line}: {reason}: {why}");
    }

    /// <summary>What was left out, in words, with the first few rows.</summary>
    public IReadOnlyList<string> Told() => [.. leftOut.Select(l => $"{l.Value:N0} rows left out: {l.Key}"), .. problems];

    /// <summary>Takes the answers out of the texts, the longest first; a row of which nothing is left is left out.</summary>
    void RemoveLeaks()
    {
        var said = leaks.SelectMany(l => l).Distinct().OrderByDescending(l => l.Length).ThenBy(l => l, StringComparer.Ordinal).ToArray();
        var any = SearchValues.Create(said, StringComparison.Ordinal);
        var kept = new List<(CaseText, string)>(rows.Count);
        foreach (var (text, label, own) in rows)
        {
            var words = text.Words;
            if (said.Length > 0 && words.AsSpan().ContainsAny(any))
                foreach (var leak in said) words = words.Replace(leak, "", StringComparison.Ordinal);
            foreach (var mine in own)
                if (mine.Length > 0) words = words.Replace(mine, "", StringComparison.Ordinal);
            if (task.Text.Count > 0 && task.Context.Count == 0 && string.IsNullOrWhiteSpace(words) || said.Length + own.Length > 0 && string.IsNullOrWhiteSpace(words)) LeaveOut(Emptied, 0, null);
            else kept.Add((text with { Words = words }, label));
        }
        rows.Clear();
        Cases = [.. kept.OrderBy(k => k.Item1.AtUs)];
        var labels = kept.Select(k => k.Item2).Distinct().Count();
        if (labels > DispatchModel.MaxLabels) problems.Add($"{task.File}: {labels:N0} labels in {task.Label}; only the first {DispatchModel.MaxLabels:N0} can be learned. Is it a column of names?");
    }

    static double? Degrees(ReadOnlySpan<char> said, double most) =>
        double.TryParse(said, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && Math.Abs(value) <= most && value != 0 ? value : null;

    /// <summary>A moment as cities write it: ISO 8601 with its zone, or local in <paramref name="zone"/>.</summary>
    public static bool TryTime(string said, TimeZoneInfo zone, out long us)
    {
        if (Instants.TryParse(said, out us)) return true;
        if (DateTimeOffset.TryParseExact(said, zoned, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) && at.Year is >= 1900 and <= 2200)
        {
            us = Instants.FromDateTimeOffset(at);
            return true;
        }
        if (!DateTime.TryParseExact(said, patterns, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local) || local.Year is < 1900 or > 2200) return false;
        us = OnTime.FromLocal(local, zone);
        return true;
    }
}
