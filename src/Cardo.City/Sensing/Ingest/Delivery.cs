using Cardo.Kernel;
using Cardo.Twin;

namespace Cardo.Sensing.Ingest;

/// <summary>A line that was not taken.</summary>
internal sealed record LineError(int Line, string Code, string Message);

/// <summary>
/// One body's lines on their way to the disk: two halves take turns, one is read into while the other becomes durable,
/// so memory stays flat however long the body is.
/// </summary>
/// <param name="take">reads one line into commands; null when it was fine (or empty)</param>
internal sealed class Delivery(Pump pump, IngestDesk desk, string via, string tenant, Delivery.Taker take)
{
    /// <summary>Reads a line; says whose it is for the books.</summary>
    public delegate Refusal? Taker(ReadOnlyMemory<byte> line, Prepared into, out string thingId);

    const int HalfCommands = 1024;
    const int HalfItems = 8192;
    const long HalfBytes = 1024 * 1024;

    /// <summary>Refused lines named in the answer.</summary>
    public const int MaxErrors = 20;

    static readonly Refusal tooLong = Refusal.TooLarge("line-too-long", "The line is longer than is read.");

    Prepared filling = new(tenant), flying = new(tenant);
    List<(int Line, int Command)> linesFilling = [], linesFlying = [];
    Task<Refusal?>? flight;

    /// <summary>Lines whose observations are durable.</summary>
    public int Accepted { get; private set; }

    public int Refused { get; private set; }

    public List<LineError> Errors { get; } = [];

    public async ValueTask<Refusal?> Line(ReadOnlyMemory<byte> line, int number)
    {
        var before = filling.Commands.Count;
        var thingId = "";
        var refusal = line.Length == 0 ? tooLong : take(line, filling, out thingId);
        if (refusal is not null)
        {
            desk.Refuse(refusal, thingId, via, line.Span);
            Refuse(number, refusal);
        }
        else if (filling.Commands.Count > before) linesFilling.Add((number, before));
        return IsFull ? await Turn() : null;
    }

    bool IsFull => filling.Commands.Count >= HalfCommands || filling.Items >= HalfItems || filling.Bytes >= HalfBytes;

    /// <summary>Takes plain lines from the front of what has come, as many as there are and fit.</summary>
    public (int Bytes, int Lines) Run(PlainLines lines, ReadOnlySpan<byte> block, int number, long nowUs) =>
        lines.Take(block, number, HalfItems - filling.Items, nowUs, filling);

    /// <summary>Sends the half on its way when it is full.</summary>
    public ValueTask<Refusal?> Settle() => IsFull ? Turn() : default;

    void Refuse(int number, Refusal refusal)
    {
        Refused++;
        if (Errors.Count < MaxErrors) Errors.Add(new LineError(number, refusal.Code, refusal.Message));
    }

    async ValueTask<Refusal?> Turn()
    {
        if (await Land() is { } failed) return failed;
        (filling, flying) = (flying, filling);
        (linesFilling, linesFlying) = (linesFlying, linesFilling);
        if (flying.Commands.Count > 0) flight = pump.Durable(flying).AsTask();
        return null;
    }

    async ValueTask<Refusal?> Land()
    {
        if (flight is null) return null;
        var failed = await flight;
        flight = null;
        if (failed is null)
        {
            foreach (var (line, command) in linesFlying)
                if (flying.RefusalOf(command) is { } refusal) Refuse(line, refusal);
                else Accepted++;
            foreach (var command in flying.Commands)
                if (command is ObserveRows rows) Count(rows);
        }
        flying.Clear();
        linesFlying.Clear();
        return failed;
    }

    void Count(ObserveRows rows)
    {
        Accepted += rows.Count - rows.Refused.Count;
        foreach (var (row, refusal) in rows.Refused) Refuse(rows.Mark(row), refusal);
    }

    /// <summary>Completes when every accepted line is durable.</summary>
    public async ValueTask<Refusal?> Finish() => await Turn() ?? await Land();
}
