using System.Buffers;
using Cardo.Standards.Mqtt;

namespace Cardo.Sensing.Mqtt;

/// <summary>
/// One client's connection. Its read loop takes whole packets in batches, hands messages on and goes back to reading;
/// a second loop acknowledges them in order as they become durable (<see cref="Inbound"/>).
/// </summary>
internal sealed partial class MqttConnection
{
    const int BatchBytes = 64 * 1024;
    const int LingerBytes = 8 * 1024 * 1024;

    readonly Broker broker;
    readonly Transport transport;
    readonly Inbound inbound;
    readonly CancellationTokenSource reading = new();
    readonly TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    Session? session;
    Will? will;
    int keepAlive_s;
    // Timestamps for Tick, which runs on another thread.
    long heardAt, partialSince;
    int ending;
    MqttFault ended;

    public MqttConnection(Broker broker, Transport transport)
    {
        this.broker = broker;
        this.transport = transport;
        Outbox = new Outbox(transport, broker.Clock, Drained);
        inbound = new Inbound(this, broker);
        heardAt = partialSince = broker.Clock.GetTimestamp();
    }

    public Outbox Outbox { get; }

    public MqttVersion Version { get; private set; } = MqttVersion.V311;

    public MqttPrincipal? Who => session?.Who;

    internal Session Session => session!;

    /// <summary>Completes when nothing of this connection is under way any more.</summary>
    public Task Done => done.Task;

    /// <summary>Serves the connection to its end.</summary>
    public async Task Run()
    {
        if (!broker.Enter(this))
        {
            MqttMeter.Connects.Add(1, MqttMeter.Reason(ReasonCode.ServerBusy));
            transport.Abort();
            done.SetResult();
            return;
        }
        try
        {
            await Read();
            inbound.Complete();
            await inbound.Finished;
            await Goodbye();
        }
        finally
        {
            inbound.Complete();
            Outbox.Close();
            try
            {
                if (session is not null) await broker.Detach(session, this, will);
            }
            finally
            {
                broker.Exit(this);
                MqttMeter.Closed.Add(1, MqttMeter.Reason(ended.Code));
                reading.Dispose();
                done.SetResult();
            }
        }
    }

    /// <summary>Ends it from this side, with a reason; completes when it is over.</summary>
    public Task End(ReasonCode code, string reason)
    {
        Fail(new MqttFault(code, reason));
        return Done;
    }

    /// <summary>Notes why it ends and wakes the read loop. The first reason counts.</summary>
    void Fail(MqttFault why)
    {
        if (Interlocked.Exchange(ref ending, 1) != 0) return;
        ended = why;
        try
        {
            reading.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It was over already.
        }
        inbound.Wake();
    }

    internal bool Ending => Volatile.Read(ref ending) != 0;

    async Task Read()
    {
        try
        {
            while (!Ending)
            {
                await inbound.Room();
                var result = await transport.Input.ReadAsync(reading.Token);
                if (result.IsCanceled) break;
                var took = await Take(result.Buffer);
                if (took < 0) break;
                if (result.IsCompleted && took == 0)
                {
                    Fail(new MqttFault(ReasonCode.UnspecifiedError, "The client closed the connection without a DISCONNECT."));
                    break;
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or Microsoft.AspNetCore.Connections.ConnectionResetException or System.Net.WebSockets.WebSocketException)
        {
            Fail(new MqttFault(ReasonCode.UnspecifiedError, "The connection broke."));
        }
    }

    int wanted;

    /// <summary>Takes all whole packets at the buffer's start, up to a batch. Answers the bytes taken, or -1 when the connection is to end.</summary>
    async ValueTask<int> Take(ReadOnlySequence<byte> buffer)
    {
        // Nothing is looked at again before the rest of a packet is there: a dripping client costs nothing.
        if (buffer.Length < Math.Max(wanted, 1))
        {
            transport.Input.AdvanceTo(buffer.Start, buffer.End);
            return 0;
        }
        var size = (int)Math.Min(buffer.Length, Math.Max(BatchBytes, wanted));
        var bytes = ArrayPool<byte>.Shared.Rent(size);
        buffer.Slice(0, size).CopyTo(bytes);
        var state = Whole(bytes.AsSpan(0, size), out var whole, out wanted, out var fault);
        var left = buffer.Length - whole;
        // What is left may hold whole packets beyond this batch: only a short one makes the next read wait.
        transport.Input.AdvanceTo(buffer.GetPosition(whole), left > 0 && size == buffer.Length && state == FrameState.Short ? buffer.End : buffer.GetPosition(whole));
        Volatile.Write(ref partialSince, left > 0 ? (whole > 0 || Volatile.Read(ref partialSince) == 0 ? broker.Clock.GetTimestamp() : partialSince) : 0);
        if (whole > 0)
        {
            Volatile.Write(ref heardAt, broker.Clock.GetTimestamp());
            MqttMeter.ReceivedBytes.Add(whole);
            await Process(bytes, whole);
        }
        else ArrayPool<byte>.Shared.Return(bytes);
        if (state == FrameState.Bad && !Ending) Broken(fault);
        return Ending ? -1 : whole;
    }

    /// <summary>Counts the bytes of whole packets; <paramref name="needed"/> is what the next one needs at least, 0 when unknown.</summary>
    FrameState Whole(ReadOnlySpan<byte> bytes, out int whole, out int needed, out MqttFault fault)
    {
        whole = needed = 0;
        fault = default;
        while (whole < bytes.Length)
        {
            var state = Frame.Find(bytes[whole..], broker.Limits.PacketBytes, out var frame, out fault);
            if (state != FrameState.Whole)
            {
                needed = state == FrameState.Short && frame.Length > 0 ? frame.Length : 0;
                return state;
            }
            whole += frame.Length;
        }
        return FrameState.Whole;
    }

    /// <summary>Handles the packets of a batch in order. The array goes back to the pool here, or when its messages are acknowledged.</summary>
    async ValueTask Process(byte[] rented, int length)
    {
        var packets = new ReadOnlyMemory<byte>(rented, 0, length);
        var batch = inbound.Begin(rented);
        while (packets.Length > 0 && !Ending)
        {
            Frame.Find(packets.Span, int.MaxValue, out var frame, out _);
            var body = packets.Slice(frame.BodyStart, frame.BodyLength);
            packets = packets[frame.Length..];
            if (frame.Type == PacketType.Publish && session is not null)
            {
                if (!inbound.Add(batch, frame, body, out var fault)) Broken(fault);
                continue;
            }
            if (!MqttDecoder.TryDecode(frame, body, Version, out var packet, out var bad))
            {
                if (session is null) await RefuseUnread(frame, bad);
                else Broken(bad);
                continue;
            }
            // What a client published before it subscribes is done with before: it must not hear its own past as present.
            if (packet!.Type is PacketType.Subscribe or PacketType.Unsubscribe && session is not null)
            {
                var rest = ArrayPool<byte>.Shared.Rent(Math.Max(1, packets.Length));
                packets.CopyTo(rest);
                packets = rest.AsMemory(0, packets.Length);
                if (!inbound.Submit(batch)) ArrayPool<byte>.Shared.Return(rented);
                rented = rest;
                batch = inbound.Begin(rented);
                await inbound.Drained();
            }
            await Handle(packet);
        }
        if (!inbound.Submit(batch)) ArrayPool<byte>.Shared.Return(rented);
        Outbox.Flush();
    }

    void Broken(MqttFault fault)
    {
        MqttMeter.Malformed.Add(1, MqttMeter.Reason(fault.Code));
        Fail(fault);
    }

    /// <summary>Says why [MQTT-3.14], waits until it is written, and reads on for a moment: a reset would destroy the words on their way.</summary>
    async Task Goodbye()
    {
        var own = ended.Code is not (ReasonCode.Success or ReasonCode.DisconnectWithWill);
        if (session is not null && Version == MqttVersion.V5 && own && ended.Code != ReasonCode.UnspecifiedError)
        {
            var properties = ended.Message is { Length: > 0 } reason ? new Properties { ReasonString = reason } : null;
            Write(new Disconnect(ended.Code) { Properties = properties });
        }
        var emptied = Outbox.Emptied();
        var wait = Task.Delay(2000);
        if (await Task.WhenAny(emptied, wait) != emptied)
        {
            transport.Abort();
            return;
        }
        if (own && ended.Code != ReasonCode.UnspecifiedError) await Linger();
        transport.CloseOutput();
    }

    // Until the client has been quiet for a tenth of a second, has closed, or goes on for a whole one.
    async Task Linger()
    {
        using var limit = new CancellationTokenSource(1000);
        long read = 0;
        try
        {
            while (read < LingerBytes)
            {
                using var quiet = CancellationTokenSource.CreateLinkedTokenSource(limit.Token);
                quiet.CancelAfter(100);
                var result = await transport.Input.ReadAsync(quiet.Token);
                read += result.Buffer.Length;
                transport.Input.AdvanceTo(result.Buffer.End);
                if (result.IsCompleted || result.IsCanceled) return;
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or Microsoft.AspNetCore.Connections.ConnectionResetException or InvalidOperationException or System.Net.WebSockets.WebSocketException)
        {
            // Quiet, or over anyway.
        }
    }

    void Drained()
    {
        if (session is not { } s) return;
        var touched = new List<Outbox>(1);
        s.Pump(touched);
        Outbox.FlushAll(touched);
    }

    /// <summary>Once a second: ends what has been silent or stuck for too long.</summary>
    public void Tick()
    {
        var silent_s = broker.Clock.GetElapsedTime(Volatile.Read(ref heardAt)).TotalSeconds;
        if (session is null)
        {
            if (silent_s > broker.Limits.StallSeconds) Fail(new MqttFault(ReasonCode.MaximumConnectTime, "No CONNECT came in time."));
            return;
        }
        var partial = Volatile.Read(ref partialSince);
        // While we don't read, the client's silence is ours.
        if (inbound.Waiting) Volatile.Write(ref heardAt, broker.Clock.GetTimestamp());
        // [MQTT-3.1.2-24 of 3.1.1; 3.1.2-22 of 5] one and a half times the keep-alive.
        else if (keepAlive_s > 0 && silent_s > 1.5 * keepAlive_s) Fail(new MqttFault(ReasonCode.KeepAliveTimeout, $"Nothing came for {silent_s:F0} s; the keep-alive is {keepAlive_s} s."));
        else if (partial != 0 && broker.Clock.GetElapsedTime(partial).TotalSeconds > broker.Limits.StallSeconds) Fail(new MqttFault(ReasonCode.MalformedPacket, "A packet was begun and not finished."));
        if (Outbox.StuckFor_s > broker.Limits.SlowConsumerSeconds)
        {
            MqttMeter.Dropped.Add(1, MqttMeter.Why("stuck"));
            Fail(new MqttFault(ReasonCode.UnspecifiedError, "The client reads nothing."));
            transport.Abort();
        }
    }
}
