using System.Buffers;
using System.Net.Sockets;
using Cardo.Standards.Mqtt;

namespace Cardo.Tests.Sensing.Mqtt;

/// <summary>A socket that says exactly what the test wants, right or wrong.</summary>
sealed class RawClient : IDisposable
{
    readonly TcpClient socket = new() { NoDelay = true };
    readonly MqttVersion version;
    byte[] buffer = [];

    public RawClient(BrokerHost host, MqttVersion version = MqttVersion.V5)
    {
        this.version = version;
        socket.Connect("127.0.0.1", host.Port);
        socket.ReceiveTimeout = 10_000;
    }

    public static RawClient Connected(BrokerHost host, MqttVersion version = MqttVersion.V5, string id = "raw", ushort keepAlive_s = 0, Properties? properties = null)
    {
        var client = new RawClient(host, version);
        client.Send(new Connect(version, id, true, keepAlive_s) { Properties = properties });
        client.Read().ShouldBeOfType<Connack>().Code.ShouldBe((byte)0);
        return client;
    }

    public Socket Socket => socket.Client;

    public void Send(params Packet[] packets)
    {
        var output = new ArrayBufferWriter<byte>();
        foreach (var packet in packets) MqttEncoder.Write(output, packet, version);
        Send(output.WrittenSpan);
    }

    public void Send(string hex) => Send(Convert.FromHexString(hex.Replace(" ", "")));

    public void Send(ReadOnlySpan<byte> bytes) => socket.GetStream().Write(bytes);

    /// <summary>The next packet; null when the server has closed.</summary>
    public Packet? Read()
    {
        while (true)
        {
            if (Frame.Find(buffer, int.MaxValue, out var frame, out _) == FrameState.Whole)
            {
                MqttDecoder.TryDecode(frame, buffer.AsMemory(frame.BodyStart, frame.BodyLength), version, out var packet, out var fault).ShouldBeTrue(fault.ToString());
                buffer = buffer[frame.Length..];
                return packet;
            }
            var more = new byte[65536];
            int got;
            try
            {
                got = socket.GetStream().Read(more);
            }
            catch (IOException e) when (e.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionReset })
            {
                return null;
            }
            if (got == 0) return null;
            buffer = [.. buffer, .. more.AsSpan(0, got)];
        }
    }

    /// <summary>Expects a DISCONNECT with this code, then the end.</summary>
    public void IsCutOff(ReasonCode code)
    {
        Read().ShouldBeOfType<Disconnect>().Code.ShouldBe(code);
        Read().ShouldBeNull();
    }

    public void Dispose() => socket.Dispose();
}
