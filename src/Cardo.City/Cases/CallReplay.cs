using Cardo.Kernel;

namespace Cardo.Cases;

/// <summary>
/// A hotline's recorded calls, taken by the desk again as they came: what lies before the beginning becomes past cases, and
/// each later call is reported when its moment comes on the city's clock.
/// </summary>
public sealed class CallReplay : IDisposable
{
    /// <summary>How much of the time before the beginning becomes past cases.</summary>
    public const long BeforeUs = 365 * Instants.DayUs;

    /// <summary>Calls that begin later than this after the beginning are of another time and stay out.</summary>
    public const long NearUs = 7 * Instants.DayUs;

    const int InFlight = 2000;

    readonly CaseDesk desk;
    readonly IEnumerator<Outcome<Report>> rows;
    readonly long beginUs;
    readonly TimeProvider clock;
    Report? next;
    long taken, refused;

    internal CallReplay(CaseDesk desk, string name, IEnumerable<Outcome<Report>> rows, long beginUs, TimeProvider clock) =>
        (this.desk, Name, this.rows, this.beginUs, this.clock) = (desk, name, rows.GetEnumerator(), beginUs, clock);

    public string Name { get; }

    /// <summary>The first call that is to come; null when there is none.</summary>
    public long? FirstUs { get; private set; }

    public bool Plays => FirstUs <= beginUs + NearUs;

    /// <summary>Calls the desk has taken since the beginning.</summary>
    public long Taken => Volatile.Read(ref taken);

    /// <summary>Rows that could not be read, and calls that were refused (outside the city).</summary>
    public long Refused => Volatile.Read(ref refused);

    /// <summary>Reads up to the beginning; the year before it becomes past cases. Returns how many.</summary>
    public async Task<long> Prepare(CancellationToken stop)
    {
        var past = 0L;
        var waiting = new Queue<Task<Outcome<Receipt>>>();
        while (Read() is { } report && report.AtUs < beginUs)
        {
            stop.ThrowIfCancellationRequested();
            if (report.AtUs < beginUs - BeforeUs) continue;
            waiting.Enqueue(desk.Do(report with { By = Actor.Import, Source = MatterSource.Import, Imported = new CaseImported(null, null, null, true) }).AsTask());
            if (waiting.Count >= InFlight && (await waiting.Dequeue()).Ok) past++;
        }
        while (waiting.Count > 0)
            if ((await waiting.Dequeue()).Ok) past++;
        FirstUs = next?.AtUs;
        refused = 0;
        return past;
    }

    Report? Read()
    {
        while (rows.MoveNext())
        {
            if (rows.Current.Try(out var report, out _)) return next = report;
            refused++;
        }
        return next = null;
    }

    /// <summary>Reports each call when its moment comes. Completes after the last.</summary>
    public async Task Run(CancellationToken stop)
    {
        for (; Plays && next is { AtUs: { } atUs } call; Read())
        {
            // Waits in pieces: a gap of months in a record is no reason for a timer of months.
            while (clock.NowUs() is var nowUs && nowUs < atUs) await Task.Delay(TimeSpan.FromMicroseconds(Math.Min(atUs - nowUs, Instants.HourUs)), clock, stop);
            if ((await desk.Do(call)).Ok) Interlocked.Increment(ref taken);
            else Interlocked.Increment(ref refused);
        }
    }

    public void Dispose() => rows.Dispose();
}
