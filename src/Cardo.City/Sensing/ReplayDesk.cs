using System.Globalization;
using Cardo.Kernel;
using Cardo.Sensing.Import;
using Cardo.Twin;

namespace Cardo.Sensing;

/// <summary>
/// Plays a city's recorded observations again: the clock begins at a day of the past and runs fast, and each observation
/// enters the twin when its moment comes, on the way live ones take, so that rules, subscriptions, history and map
/// see a living city. Sources are merged by time.
/// </summary>
public sealed class ReplayDesk(TwinDesk twin, ImportDesk imports, Settings settings, ReplayClock clock) : IDisposable
{
    /// <summary>How much of the time before the beginning is loaded, so that the map isn't empty.</summary>
    public const long BeforeUs = Instants.DayUs;

    /// <summary>A source whose next observation is later than this after the beginning is of another time and stays out.</summary>
    public const long NearUs = 7 * Instants.DayUs;

    const int Batch = 1_000;
    const string Marker = "replay.txt";

    readonly ImportShelf shelf = new(settings);
    readonly List<ObservationStream> streams = [];
    readonly List<IssueBook> books = [];
    IReadOnlyList<ReplaySource> sources = [];
    long lastUs = long.MinValue, sent, refused;
    volatile bool ended;

    long FromUs => Instants.FromDateTimeOffset(clock.Began);

    public ReplayState State => new(FromUs, clock.NowUs(), clock.Speed, lastUs == long.MinValue ? null : lastUs, sent, refused, ended, sources);

    /// <summary>A clock that begins at a day (<c>2018-08-22</c>) or minute (<c>2018-08-22T06:30</c>) of the city's own time.</summary>
    public static Outcome<ReplayClock> Clock(Settings settings, string begin, double speed, TimeProvider real)
    {
        if (!DateTime.TryParseExact(begin, ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
            return Refusal.Bad("bad-replay", $"\"{begin}\" is no day: say --replay 2018-08-22 or 2018-08-22T06:30.");
        if (!double.IsFinite(speed) || speed < ReplayClock.MinSpeed || speed > ReplayClock.MaxSpeed)
            return Refusal.Bad("bad-speed", $"A replay runs {ReplayClock.MinSpeed} to {ReplayClock.MaxSpeed} times as fast as life.");
        if (settings.Zone.IsInvalidTime(local)) return Refusal.Bad("bad-replay", $"{begin} does not exist in {settings.Zone.Id}: clocks were put forward.");
        return new ReplayClock(real, new DateTimeOffset(local, settings.Zone.GetUtcOffset(local)), speed);
    }

    /// <summary>
    /// An empty data folder for a replay, <c>DATA/replay</c>. What the replay before left there is thrown away: its city
    /// knows the future of this one. A folder that no replay made is refused.
    /// </summary>
    public static Outcome<string> FreshFolder(string dataDir)
    {
        var folder = Path.Combine(dataDir, "replay");
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
        {
            if (!File.Exists(Path.Combine(folder, Marker)))
                return Refusal.Conflict("not-a-replay", $"{folder} was not made by a replay, so it is not thrown away. Move it, or say another --data.");
            Directory.Delete(folder, recursive: true);
        }
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, Marker), "A replay's data: thrown away when the next replay begins.\n");
        return folder;
    }

    /// <summary>Imports what is not observed (unless it is there already), opens the recordings and loads the day before. The clock stands still.</summary>
    /// <returns>how the replay stands, or a refusal when a mapping can't be used or no source plays at this time</returns>
    public async ValueTask<Outcome<ReplayState>> Prepare(string? dataFolder = null, IProgress<ImportProgress>? progress = null, CancellationToken stop = default)
    {
        if (!shelf.Read([]).Try(out var mappings, out var refusal)) return refusal;
        var things = mappings.Where(m => !m.Observations).Select(m => m.Name).ToArray();
        if (things.Length > 0 && !(await imports.Run(things, dataFolder, progress: progress, stop: stop)).Try(out _, out refusal)) return refusal;
        var found = new List<ReplaySource>();
        foreach (var mapping in mappings.Where(m => m.Observations))
        {
            stop.ThrowIfCancellationRequested();
            found.Add(await Open(mapping, dataFolder ?? imports.DataFolder));
        }
        sources = found;
        if (streams.Count == 0)
            return Refusal.NotFound("nothing-to-replay", $"No source has observations from {Instants.Format(FromUs - BeforeUs)} to {Instants.Format(FromUs + NearUs)}.");
        while (await Send(FromUs - 1, stop))
        {
        }
        return State;
    }

    async ValueTask<ReplaySource> Open(Mapping mapping, string dataFolder)
    {
        var book = new IssueBook(shelf.ListFile("replay-" + mapping.Name), mapping.Files);
        var stream = new ObservationStream(mapping, dataFolder, shelf.City, book, FromUs - BeforeUs);
        books.Add(book);
        foreach (var some in stream.Places.Chunk(Batch))
            await twin.Write("", [.. some.Select(e => new UpsertEntity(e, Update: true, SkipUnchanged: true))]);
        var source = new ReplaySource(mapping.Name, mapping.Title, stream.NextUs <= FromUs + NearUs, stream.NextUs);
        if (source.Plays) streams.Add(stream);
        else stream.Dispose();
        return source;
    }

    /// <summary>Starts the clock and sends each observation when its moment comes. Completes at the end of all recordings.</summary>
    public async Task Run(CancellationToken stop)
    {
        clock.Start();
        while (true)
        {
            if (await Send(clock.NowUs(), stop)) continue;
            if (Next() is not { } next) break;
            var wait = Math.Clamp(next.NextUs!.Value - clock.NowUs(), 0, Instants.HourUs);
            if (wait > 0) await Task.Delay(TimeSpan.FromMicroseconds(wait), clock, stop);
        }
        ended = true;
    }

    ObservationStream? Next() => streams.Where(s => s.NextUs is not null).MinBy(s => s.NextUs);

    /// <summary>Sends one batch of what is due.</summary>
    /// <returns>whether there was any</returns>
    async ValueTask<bool> Send(long untilUs, CancellationToken stop)
    {
        var commands = new List<TwinCommand>();
        while (commands.Count < Batch && Next() is { } next && next.NextUs <= untilUs)
        {
            var moment = next.Take();
            lastUs = moment.AtUs;
            if (moment.Introduction is { } entity) commands.Add(new UpsertEntity(entity, Update: true, SkipUnchanged: true));
            commands.Add(new Observe(moment.Id, next.Mapping.Types[0], moment.Observed));
        }
        if (commands.Count == 0) return false;
        stop.ThrowIfCancellationRequested();
        var results = await twin.Write("", commands);
        sent += commands.Count(c => c is Observe);
        refused += results.Count(r => !r.Ok);
        return true;
    }

    public void Dispose()
    {
        foreach (var stream in streams) stream.Dispose();
        foreach (var book in books) book.Dispose();
    }
}
