using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using Cardo.Kernel;

namespace Cardo.Cases.Learning;

/// <summary>Reads decided cases from a CSV file as a <see cref="LearnTask"/> says.</summary>
internal sealed class CaseFile
{
    const int MaxRows = 5_000_000, Examples = 5;

    static readonly string[] patterns = ["yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd HH:mm", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd", "yyyy/MM/dd HH:mm:ss", "yyyy/MM/dd HH:mm", "yyyy/MM/dd", "yyyy-MM-dd HH:mm:ss.FFFFFF", "yyyy-MM-dd'T'HH:mm:ss.FFFFFF"];

    readonly LearnTask task;
    readonly TimeZoneInfo zone;
    readonly Dictionary<string, int> leftOut = [];
    readonly List<string> problems = [];
    readonly List<(CaseText Text, string Label, string[] Own)> rows = [];
    readonly List<HashSet<string>> leaks = [];
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
            using var file = File.OpenRead(task.File);
            using Stream unpacked = task.File.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : file;
            using var reader = new StreamReader(unpacked, bufferSize: 1 << 16);
            if (made.ReadAll(new CsvRecords(reader), () => progress?.Report((double)file.Position / Math.Max(1, file.Length)), stop) is { } refusal) return refusal;
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return Refusal.Bad("file-unreadable", $"{task.File} could not be read after row {made.rowsRead}: {e.Message}");
        }
        made.RemoveLeaks();
        if (made.Cases.Count == 0) return Refusal.Bad("no-cases", $"{task.File}: none of {made.rowsRead} rows can be used.") with { Details = made.Told() };
        return made;
    }

    Refusal? ReadAll(CsvRecords records, Action progress, CancellationToken stop)
    {
        if (!records.Next() || records.Fault is not null) return Refusal.Bad("file-empty", $"{task.File} is empty: a header and rows are needed.");
        var header = records.Fields.Select(f => f.Trim().TrimStart('\uFEFF')).ToArray();
        string[] asked = [task.Label, task.Time, .. task.Text, .. task.Context, .. task.LeakRemove, .. task.DropOwnWords, .. new[] { task.Id, task.Lon, task.Lat }.OfType<string>()];
        var missing = asked.Where(a => !header.Contains(a)).Distinct().ToArray();
        if (missing.Length > 0)
            return Refusal.Bad("no-column", $"{task.File} has no column {string.Join(", ", missing.Select(m => $"\"{m}\""))}; its columns are: {string.Join(", ", header.Take(60))}.");
        foreach (var _ in task.LeakRemove) leaks.Add([]);
        while (records.Next())
        {
            if (++rowsRead > MaxRows) return Refusal.TooLarge("too-many-rows", $"{task.File} has more than {MaxRows:N0} rows.");
            if (rowsRead % 2048 == 0)
            {
                stop.ThrowIfCancellationRequested();
                progress();
            }
            Take(records, header);
        }
        if (rowsRead == 0) return Refusal.Bad("file-empty", $"{task.File} has a header and no rows.");
        var bad = leftOut.Where(l => l.Key is BadTime or Broken).Sum(l => l.Value);
        return bad * 10 > rowsRead ? Refusal.Bad("too-many-bad-rows", $"{task.File}: {bad:N0} of {rowsRead:N0} rows can't be read; nothing was learned.") with { Details = Told() } : null;
    }

    const string BadTime = "time unreadable", Broken = "row broken", NoLabel = "no label", Emptied = "nothing left of the text";

    void Take(CsvRecords records, string[] header)
    {
        string Of(string column) => records.Fields[Array.IndexOf(header, column)].Trim();
        if (records.Fault is not null || records.Fields.Count != header.Length)
        {
            LeaveOut(Broken, records.Line, records.Fault ?? $"{records.Fields.Count} fields where the header has {header.Length}");
            return;
        }
        for (var i = 0; i < leaks.Count; i++)
            if (Of(task.LeakRemove[i]) is { Length: > 0 } said) leaks[i].Add(said);
        if (!TryTime(Of(task.Time), zone, out var us))
        {
            LeaveOut(BadTime, records.Line, $"\"{Of(task.Time)}\" in {task.Time}");
            return;
        }
        if (Of(task.Label) is not { Length: > 0 and <= DispatchModel.MaxLabel } label)
        {
            LeaveOut(NoLabel, records.Line, null);
            return;
        }
        var text = new CaseText(task.Id is null ? $"line {records.Line}" : Of(task.Id), string.Join(' ', task.Text.Select(Of)), us)
        {
            Lon = task.Lon is null ? null : Degrees(Of(task.Lon), 180),
            Lat = task.Lat is null ? null : Degrees(Of(task.Lat), 90),
            AheadHours = zone.GetUtcOffset(Instants.ToDateTimeOffset(us)).TotalHours,
            Clues = [.. task.Context.Select(c => new Clue(c, Of(c)))],
        };
        rows.Add((text, label, [.. task.DropOwnWords.Select(Of)]));
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
    }

    static double? Degrees(string said, double most) =>
        double.TryParse(said, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && Math.Abs(value) <= most && value != 0 ? value : null;

    /// <summary>A moment as cities write it: ISO 8601 with its zone, or local in <paramref name="zone"/>.</summary>
    public static bool TryTime(string said, TimeZoneInfo zone, out long us)
    {
        if (Instants.TryParse(said, out us)) return true;
        if (!DateTime.TryParseExact(said, patterns, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local) || local.Year is < 1900 or > 2200) return false;
        us = OnTime.FromLocal(local, zone);
        return true;
    }
}
