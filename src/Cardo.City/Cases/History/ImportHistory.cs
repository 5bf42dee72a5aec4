using System.Globalization;
using System.IO.Compression;
using Cardo.Kernel;

namespace Cardo.Cases.History;

/// <summary>Reads a city's past cases from a CSV (gzip or not) or an Open311 server by its map. A row that was taken before is not taken twice.</summary>
internal sealed class ImportHistory(CaseDesk desk, TimeZoneInfo cityZone, TimeProvider clock)
{
    const int InFlight = 2000;

    /// <summary>Rows one by one, with what could not be read of a row as a refusal.</summary>
    public static IEnumerable<Outcome<Report>> Rows(HistoryMap map, string file, TimeZoneInfo cityZone, bool live = false, IProgress<HistoryProgress>? progress = null)
    {
        var zone = ZoneOf(map, cityZone);
        using var raw = File.OpenRead(file);
        using var stream = file.EndsWith(".gz", StringComparison.Ordinal) ? (Stream)new GZipStream(raw, CompressionMode.Decompress) : raw;
        using var text = new StreamReader(stream);
        var rows = 0L;
        foreach (var row in CsvRows.Read(text))
        {
            if (++rows % 500 == 0) progress?.Report(new(rows, raw.Position, raw.Length));
            yield return Row(row, map, zone, live);
        }
        progress?.Report(new(rows, raw.Length, raw.Length));
    }

    /// <summary>The same from the server that the map names, from its <c>since</c> to now.</summary>
    IEnumerable<Outcome<Report>> Rows(HistoryMap map, Uri server, HttpClient http, long sinceUs, TimeZoneInfo zone, IProgress<HistoryProgress>? progress, CancellationToken cancel)
    {
        var rows = 0L;
        foreach (var row in new Open311Rows(http, server, map.Most).Read(sinceUs, clock.NowUs() + Instants.SecondUs, cancel))
        {
            if (++rows % 100 == 0) progress?.Report(new(rows, 0, 0));
            yield return row.Try(out var fields, out var refusal) ? Row(fields, map, zone, live: false) : refusal;
        }
    }

    /// <summary>Imports from the server that the map names. Refusals: <c>history-map</c>.</summary>
    public async Task<Outcome<HistoryReport>> Run(HistoryMap map, Uri server, IProgress<HistoryProgress>? progress, CancellationToken cancel)
    {
        var zone = ZoneOf(map, cityZone);
        if (Moment(map.Since, zone) is not { } sinceUs) return Refusal.Bad("history-map", "Where the file is an Open311 server, \"since\" says where to begin, as 2020-01-01.");
        if (map.Most is < 1 or > 100_000) return Refusal.Bad("history-map", "\"most\" is how many requests the server gives in one answer: 1 to 100,000.");
        using var http = Open311Rows.Client();
        return await Run(Rows(map, server, http, sinceUs, zone, progress, cancel), cancel);
    }

    static Outcome<Report> Row(IReadOnlyDictionary<string, string> row, HistoryMap map, TimeZoneInfo zone, bool live)
    {
        string? Field(string? column) => column is not null && row.TryGetValue(column, out var value) && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;
        if (Field(map.Id) is not { Length: <= 60 } id) return Refusal.Bad("id-missing", "the row has no usable id");
        if (Moment(Field(map.At), zone) is not { } atUs) return Refusal.Bad("time-wrong", "the time can't be read");
        double? Degrees(string? column) => double.TryParse(Field(column), NumberStyles.Float, CultureInfo.InvariantCulture, out var n) && double.IsFinite(n) && n != 0 ? n : null;
        var (lon, lat) = (Degrees(map.Lon), Degrees(map.Lat));
        if (lon is null || lat is null || Math.Abs(lon.Value) > 180 || Math.Abs(lat.Value) > 90) (lon, lat) = (null, null);
        var (over, closedUs) = End(map, Field(map.Status), Moment(Field(map.Closed), zone));
        var unit = Field(map.Unit) is { } word ? map.Units?.GetValueOrDefault(word) : null;
        var place = Field(map.Place);
        return new Report
        {
            By = live ? Actor.Resident : Actor.Import,
            Source = live ? MatterSource.Phone : MatterSource.Import,
            Service = map.Services.GetValueOrDefault($"{Field(map.Service)}/{Field(map.Sub)}") ?? map.Services.GetValueOrDefault(Field(map.Service) ?? "", map.Otherwise),
            Said = new Said(Short(Field(map.Words) ?? "", Verbs.CheckReport.MostWords), place is null ? null : Short(place, Verbs.CheckReport.MostPlace)),
            Lon = lon,
            Lat = lat,
            Lang = map.Lang,
            Ref = id,
            ClientId = "history:" + id,
            AtUs = atUs,
            Imported = live ? null : new CaseImported(unit, Moment(Field(map.Due), zone), closedUs, over),
        };
    }

    // A status that is said decides: a moment beside it may be that of a change, or of an end that was taken back.
    static (bool Over, long? ClosedUs) End(HistoryMap map, string? status, long? closedUs)
    {
        var over = map.Status is null || (status is null ? closedUs is not null : string.Equals(status, map.ClosedWord, StringComparison.OrdinalIgnoreCase));
        return (over, over ? closedUs : null);
    }

    static TimeZoneInfo ZoneOf(HistoryMap map, TimeZoneInfo cityZone) =>
        map.Zone is { } name && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var found) ? found : cityZone;

    static string Short(string text, int most) => text.Length > most ? text[..most] : text;

    static long? Moment(string? text, TimeZoneInfo zone)
    {
        if (text is null) return null;
        if (Instants.TryParse(text, out var us)) return us;
        if (!DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local) || local.Year is < 1900 or > 2200) return null;
        local = DateTime.SpecifyKind(local, DateTimeKind.Unspecified);
        while (zone.IsInvalidTime(local)) local = local.AddMinutes(1);
        return Instants.FromDateTimeOffset(new DateTimeOffset(local, zone.GetUtcOffset(local)));
    }

    public Task<HistoryReport> Run(HistoryMap map, string file, IProgress<HistoryProgress>? progress, CancellationToken cancel) => Run(Rows(map, file, cityZone, progress: progress), cancel);

    async Task<HistoryReport> Run(IEnumerable<Outcome<Report>> rows, CancellationToken cancel)
    {
        var began = clock.GetTimestamp();
        long read = 0, taken = 0, before = 0, refused = 0;
        var reasons = new SortedDictionary<string, long>(StringComparer.Ordinal);
        var waiting = new Queue<Task<Outcome<Receipt>>>();
        async Task Settle()
        {
            if ((await waiting.Dequeue()).Try(out var receipt, out var refusal))
            {
                if (receipt.Repeated) before++;
                else taken++;
            }
            else Refuse(refusal);
        }
        void Refuse(Refusal refusal)
        {
            refused++;
            // What a server did is said in full: it is there once, and ends the reading.
            var reason = refusal.Code.StartsWith("open311-", StringComparison.Ordinal) ? refusal.Message : refusal.Code;
            reasons[reason] = reasons.GetValueOrDefault(reason) + 1;
        }
        foreach (var row in rows)
        {
            cancel.ThrowIfCancellationRequested();
            read++;
            if (!row.Try(out var report, out var fault))
            {
                Refuse(fault);
                continue;
            }
            waiting.Enqueue(desk.Do(report).AsTask());
            // Many at once share commits; order is kept by the queue.
            if (waiting.Count >= InFlight) await Settle();
        }
        while (waiting.Count > 0) await Settle();
        return new HistoryReport(read, taken, before, refused, reasons, clock.GetElapsedTime(began).TotalSeconds);
    }
}
