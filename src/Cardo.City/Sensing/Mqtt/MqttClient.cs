using System.Buffers;
using System.Collections.Concurrent;
using System.IO.Pipelines;
using System.Net.Security;
using System.Net.Sockets;
using Cardo.Kernel;
using Cardo.Standards.Mqtt;

namespace Cardo.Sensing.Mqtt;

/// <summary>
/// A small MQTT 3.1.1 and 5 client: publishes without waiting for each acknowledgement, subscribes, answers pings. Used
/// for notifications to other brokers, simulated devices and benches. It does not reconnect: its owner knows when to.
/// </summary>
internal sealed class MqttClient : IAsyncDisposable
{
    const int LargestPacket = 16 * 1024 * 1024;

    readonly MqttClientOptions options;
    readonly Stream stream;
    readonly PipeReader input;
    readonly TimeProvider clock;
    readonly SendQueue output;
    readonly ConcurrentDictionary<ushort, Pending> pending = new();
    readonly ConcurrentDictionary<ushort, bool> received = new();
    readonly CancellationTokenSource stop = new();
    readonly Lock ids = new();
    SemaphoreSlim window = new(65535);
    Task reading = Task.CompletedTask, pinging = Task.CompletedTask;
    ushort nextId;
    volatile Refusal? broken;
    volatile bool pingAnswered = true;

    sealed record Pending(TaskCompletionSource<Outcome<Packet>> Done, byte Qos);

    MqttClient(MqttClientOptions options, Stream stream, TimeProvider clock)
    {
        (this.options, this.stream, this.clock) = (options, stream, clock);
        input = PipeReader.Create(stream);
        output = new SendQueue(stream);
    }

    /// <summary>What the server said.</summary>
    public Connack Welcome { get; private set; } = new(false, 0);

    /// <summary>Why the connection is over; null while it isn't.</summary>
    public Refusal? Broken => broken;

    /// <summary>Completes when the connection is over.</summary>
    public Task Closed => reading;

    /// <summary>Connects and waits for the CONNACK. Refusals: <c>mqtt-unreachable</c>, <c>mqtt-refused</c>.</summary>
    public static async Task<Outcome<MqttClient>> Connect(MqttClientOptions options, TimeProvider clock, CancellationToken cancel = default)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(options.Timeout);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        MqttClient? client = null;
        try
        {
            await socket.ConnectAsync(options.Host, options.Port, limit.Token);
            Stream stream = new NetworkStream(socket, ownsSocket: true);
            if (options.Tls is { } tls)
            {
                var secure = new SslStream(stream);
                await secure.AuthenticateAsClientAsync(tls, limit.Token);
                stream = secure;
            }
            client = new MqttClient(options, stream, clock);
            var refusal = await client.Greet(limit.Token);
            if (refusal is null) return client;
            await client.DisposeAsync();
            return refusal;
        }
        catch (Exception e) when (e is SocketException or IOException or OperationCanceledException or System.Security.Authentication.AuthenticationException)
        {
            if (client is not null) await client.DisposeAsync();
            socket.Dispose();
            return new Refusal(RefusalKind.Unavailable, "mqtt-unreachable", $"The MQTT broker {options.Host}:{options.Port} can't be reached: {e.Message}");
        }
    }

    async Task<Refusal?> Greet(CancellationToken cancel)
    {
        output.Write(new Connect(options.Version, options.ClientId, options.CleanStart, options.KeepAlive_s)
        {
            UserName = options.UserName,
            Password = options.Password is { } p ? System.Text.Encoding.UTF8.GetBytes(p) : (ReadOnlyMemory<byte>?)null,
            Will = options.Will,
            Properties = options.Version == MqttVersion.V5 ? options.Properties : null,
        }, options.Version);
        if (await ReadOne(cancel) is not Connack welcome) return new Refusal(RefusalKind.Unavailable, "mqtt-unreachable", "The broker closed the connection without a CONNACK.");
        Welcome = welcome;
        if (welcome.Code != 0) return new Refusal(RefusalKind.Unauthorized, "mqtt-refused", $"The broker refuses with 0x{welcome.Code:X2}. {welcome.Properties?.ReasonString}");
        window = new SemaphoreSlim(Math.Min(options.Window, welcome.Properties?.ReceiveMaximum ?? ushort.MaxValue));
        reading = Read();
        if (options.KeepAlive_s > 0) pinging = Ping();
        return null;
    }

    async Task<Packet?> ReadOne(CancellationToken cancel)
    {
        while (true)
        {
            var result = await input.ReadAsync(cancel);
            var bytes = result.Buffer.ToArray();
            var state = Frame.Find(bytes, LargestPacket, out var frame, out _);
            if (state == FrameState.Short && !result.IsCompleted)
            {
                input.AdvanceTo(result.Buffer.Start, result.Buffer.End);
                continue;
            }
            if (state != FrameState.Whole) return null;
            input.AdvanceTo(result.Buffer.GetPosition(frame.Length));
            return MqttDecoder.TryDecode(frame, bytes.AsMemory(frame.BodyStart, frame.BodyLength), options.Version, out var packet, out _) ? packet : null;
        }
    }

    /// <summary>
    /// Sends a message. The task completes at once for QoS 0, at PUBACK for 1 and at PUBCOMP for 2; many may be under way,
    /// as many as the server's receive maximum (then it waits for room). Refusals: <c>mqtt-closed</c>, <c>mqtt-refused</c>.
    /// </summary>
    public async ValueTask<Outcome<Packet>> Publish(string topic, ReadOnlyMemory<byte> payload, byte qos = 0, bool retain = false, Properties? properties = null)
    {
        if (qos == 0)
        {
            if (broken is { } why) return why;
            output.Write(new Publish(topic, payload, 0, retain, false, 0) { Properties = properties }, options.Version);
            return Pingresp.It;
        }
        await window.WaitAsync();
        try
        {
            return await Ask(id => new Publish(topic, payload, qos, retain, false, id) { Properties = properties }, qos);
        }
        finally
        {
            window.Release();
        }
    }

    /// <summary>Completes with the SUBACK.</summary>
    public async Task<Outcome<Suback>> Subscribe(Properties? properties, params SubscriptionRequest[] requests)
    {
        var answer = await Ask(id => new Subscribe(id, requests) { Properties = properties }, 0);
        return answer.Try(out var packet, out var refusal) ? (Suback)packet : refusal;
    }

    public Task<Outcome<Suback>> Subscribe(string filter, byte qos = 0) => Subscribe(null, new SubscriptionRequest(filter, qos));

    public async Task<Outcome<Unsuback>> Unsubscribe(params string[] filters)
    {
        var answer = await Ask(id => new Unsubscribe(id, filters), 0);
        return answer.Try(out var packet, out var refusal) ? (Unsuback)packet : refusal;
    }

    async Task<Outcome<Packet>> Ask(Func<ushort, Packet> packet, byte qos)
    {
        var waiting = new Pending(new(TaskCreationOptions.RunContinuationsAsynchronously), qos);
        ushort id;
        lock (ids)
        {
            do id = ++nextId;
            while (id == 0 || pending.ContainsKey(id));
            pending[id] = waiting;
            // Under the lock, so that packets leave in the order of their identifiers.
            output.Write(packet(id), options.Version);
        }
        if (broken is { } why) waiting.Done.TrySetResult(why);
        return await waiting.Done.Task;
    }

    async Task Read()
    {
        var why = "The connection broke.";
        try
        {
            while (true)
            {
                var result = await input.ReadAsync(stop.Token);
                var consumed = Take(result.Buffer, out var fault);
                input.AdvanceTo(result.Buffer.GetPosition(consumed), result.Buffer.End);
                if (fault is not null) why = fault;
                if (fault is not null || result.IsCompleted) break;
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            // Said below.
        }
        var refusal = new Refusal(RefusalKind.Unavailable, "mqtt-closed", why);
        broken = refusal;
        await stop.CancelAsync();
        foreach (var waiting in pending.Values) waiting.Done.TrySetResult(refusal);
        output.Close();
    }

    long Take(ReadOnlySequence<byte> buffer, out string? fault)
    {
        fault = null;
        long consumed = 0;
        var bytes = ArrayPool<byte>.Shared.Rent((int)Math.Max(1, buffer.Length));
        buffer.CopyTo(bytes);
        var left = bytes.AsMemory(0, (int)buffer.Length);
        while (fault is null)
        {
            var state = Frame.Find(left.Span, LargestPacket, out var frame, out var bad);
            if (state == FrameState.Short) break;
            if (state == FrameState.Bad || !MqttDecoder.TryDecode(frame, left.Slice(frame.BodyStart, frame.BodyLength), options.Version, out var packet, out bad)) fault = bad.ToString();
            else
            {
                Handle(packet!, ref fault);
                consumed += frame.Length;
                left = left[frame.Length..];
            }
        }
        ArrayPool<byte>.Shared.Return(bytes);
        return consumed;
    }

    void Handle(Packet packet, ref string? fault)
    {
        switch (packet)
        {
            case Publish publish: Received(publish); break;
            case Ack { Type: PacketType.Pubrec } ack when (byte)ack.Code < 0x80:
                output.Write(new Ack(PacketType.Pubrel, ack.PacketId), options.Version);
                break;
            case Ack { Type: PacketType.Pubrel } ack:
                received.TryRemove(ack.PacketId, out _);
                output.Write(new Ack(PacketType.Pubcomp, ack.PacketId), options.Version);
                break;
            case Ack ack: Answer(ack.PacketId, (byte)ack.Code < 0x80 ? ack : new Refusal(RefusalKind.BadRequest, "mqtt-refused", $"0x{(byte)ack.Code:X2} {ack.Code}. {ack.Properties?.ReasonString}")); break;
            case Suback suback: Answer(suback.PacketId, suback); break;
            case Unsuback unsuback: Answer(unsuback.PacketId, unsuback); break;
            case Pingresp: pingAnswered = true; break;
            case Disconnect disconnect: fault = $"The broker ends the connection with 0x{(byte)disconnect.Code:X2} {disconnect.Code}. {disconnect.Properties?.ReasonString}"; break;
        }
    }

    void Answer(ushort id, Outcome<Packet> outcome)
    {
        if (pending.TryRemove(id, out var waiting)) waiting.Done.TrySetResult(outcome);
    }

    void Received(Publish publish)
    {
        // At QoS 2 the second arrival of the same identifier is the same message.
        var first = publish.Qos < 2 || received.TryAdd(publish.PacketId, true);
        if (first) options.OnMessage?.Invoke(publish);
        if (publish.Qos > 0) output.Write(new Ack(publish.Qos == 1 ? PacketType.Puback : PacketType.Pubrec, publish.PacketId), options.Version);
    }

    async Task Ping()
    {
        try
        {
            while (!stop.IsCancellationRequested)
            {
                await Task.Delay(TimeSpan.FromSeconds(options.KeepAlive_s * 0.75), clock, stop.Token);
                if (!pingAnswered) await stop.CancelAsync();
                pingAnswered = false;
                output.Write(Pingreq.It, options.Version);
            }
        }
        catch (OperationCanceledException)
        {
            // The end.
        }
    }

    /// <summary>Says goodbye (the will is not published) and closes.</summary>
    public async Task Disconnect(ReasonCode code = ReasonCode.Success, Properties? properties = null)
    {
        output.Write(new Disconnect(code) { Properties = properties }, options.Version);
        await output.Emptied();
        await DisposeAsync();
    }

    /// <summary>Closes without a word: to the broker, the client vanished.</summary>
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        output.Close();
        await stream.DisposeAsync();
        await reading;
        await pinging;
    }
}
