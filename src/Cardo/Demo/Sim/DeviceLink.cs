using System.Buffers;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Cardo.Standards.Mqtt;

namespace Cardo.Server.Demo.Sim;

/// <summary>
/// A device's end of its MQTT 5 connection, as small as a device's is: it connects, publishes with QoS 1 and waits for
/// the acknowledgement. It reads only when it has written, so that two thousand of them cost next to nothing.
/// </summary>
internal sealed class DeviceLink(EndPoint server, string id, string key) : IDisposable
{
    const int MaxPacket = 4096;
    static readonly TimeSpan patience = TimeSpan.FromSeconds(20);

    readonly byte[] topic = Encoding.UTF8.GetBytes($"things/{id}/up");
    Socket? socket;
    ushort packetId;

    /// <summary>Acknowledged with a reason that says no: the message is not taken and need not be sent again.</summary>
    public long Refused { get; private set; }

    /// <summary>Whether the server let it in.</summary>
    public async Task<bool> Connect(ushort keepAlive_s, CancellationToken cancel)
    {
        Dispose();
        socket = new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveBufferSize = 4096, SendBufferSize = 4096 };
        try
        {
            await socket.ConnectAsync(server, cancel);
            var packet = new ArrayBufferWriter<byte>(256);
            MqttEncoder.Write(packet, new Connect(MqttVersion.V5, id, true, keepAlive_s) { UserName = id, Password = Encoding.UTF8.GetBytes(key) }, MqttVersion.V5);
            return await Ask(packet.WrittenMemory, PacketType.Connack, cancel) is Connack { Code: 0 };
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>Whether the server answered; false means that the connection is lost.</summary>
    public async Task<bool> Publish(ReadOnlyMemory<byte> payload, CancellationToken cancel)
    {
        if (socket is null) return false;
        if (++packetId == 0) packetId = 1;
        var packet = new ArrayBufferWriter<byte>(payload.Length + topic.Length + 16);
        MqttEncoder.WritePublish(packet, MqttVersion.V5, topic, payload.Span, 1, false, false, packetId);
        try
        {
            if (await Ask(packet.WrittenMemory, PacketType.Puback, cancel) is not Ack ack || ack.PacketId != packetId) return false;
            if ((byte)ack.Code >= 0x80) Refused++;
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    async Task<Packet?> Ask(ReadOnlyMemory<byte> bytes, PacketType expected, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(patience);
        try
        {
            await socket!.SendAsync(bytes, limit.Token);
            return await Read(expected, limit.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return null;
        }
    }

    async Task<Packet?> Read(PacketType expected, CancellationToken cancel)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(MaxPacket);
        try
        {
            for (var have = 0; have < MaxPacket;)
            {
                var read = await socket!.ReceiveAsync(buffer.AsMemory(have, MaxPacket - have), cancel);
                if (read == 0) return null;
                have += read;
                var state = Frame.Find(buffer.AsSpan(0, have), MaxPacket, out var frame, out _);
                if (state == FrameState.Bad || (state == FrameState.Whole && frame.Type != expected)) return null;
                if (state == FrameState.Short) continue;
                return MqttDecoder.TryDecode(frame, buffer.AsMemory(frame.BodyStart, frame.BodyLength), MqttVersion.V5, out var packet, out _) ? packet : null;
            }
            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public void Dispose()
    {
        socket?.Dispose();
        socket = null;
    }
}
