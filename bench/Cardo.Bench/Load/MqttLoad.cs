using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Cardo.Bench.Load;

/// <summary>
/// A frugal MQTT 3.1.1 publisher: N connections, each with a window of unacknowledged QoS 1 messages, packets made
/// ahead. It counts PUBACKs. The same bytes go to Cardo and to its peer.
/// </summary>
internal static class MqttLoad
{
    public static async Task<LoadResult> Publish(int port, int connections, int window, double seconds, Func<int, string> topic, Func<int, long, string> payload)
    {
        var sockets = await Task.WhenAll(Enumerable.Range(0, connections).Select(c => Connect(port, $"bench{c}")));
        var until = Stopwatch.GetTimestamp() + (long)(seconds * Stopwatch.Frequency);
        var clock = Stopwatch.StartNew();
        var counts = await Task.WhenAll(sockets.Select((s, c) => Task.Run(() => One(s, c, window, until, topic(c), payload))));
        var elapsed = clock.Elapsed.TotalSeconds;
        foreach (var socket in sockets) socket.Dispose();
        return new LoadResult(counts.Sum(), 0, elapsed, double.NaN, double.NaN);
    }

    static async Task<Socket> Connect(int port, string id)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, port);
        var name = Encoding.UTF8.GetBytes(id);
        byte[] connect = [0x10, (byte)(12 + name.Length), 0, 4, (byte)'M', (byte)'Q', (byte)'T', (byte)'T', 4, 2, 0, 0, 0, (byte)name.Length, .. name];
        await socket.SendAsync(connect);
        var answer = new byte[4];
        for (var have = 0; have < 4;)
        {
            var got = await socket.ReceiveAsync(answer.AsMemory(have));
            if (got == 0) throw new InvalidOperationException("the server closed the connection instead of CONNACK");
            have += got;
        }
        return answer[3] == 0 ? socket : throw new InvalidOperationException($"CONNACK {answer[3]}");
    }

    static async Task<long> One(Socket socket, int connection, int window, long until, string topic, Func<int, long, string> payload)
    {
        var batch = new byte[window * 256];
        var input = new byte[window * 4 + 4];
        long acknowledged = 0, sent = 0;
        ushort packet = 0;
        var carry = 0;
        while (true)
        {
            var length = 0;
            var n = Stopwatch.GetTimestamp() < until ? window - (int)(sent - acknowledged) : 0;
            for (; n > 0; n--, sent++)
            {
                packet = packet == ushort.MaxValue ? (ushort)1 : (ushort)(packet + 1);
                length += Packet(batch.AsSpan(length), topic, packet, payload(connection, sent));
            }
            if (length > 0) await socket.SendAsync(batch.AsMemory(0, length));
            if (sent == acknowledged) return acknowledged;
            var got = await socket.ReceiveAsync(input.AsMemory(carry));
            if (got == 0) return acknowledged;
            // Nothing but PUBACKs of four bytes comes back.
            acknowledged += (carry + got) / 4;
            carry = (carry + got) % 4;
        }
    }

    static int Packet(Span<byte> to, string topic, ushort id, string payload)
    {
        var rest = 2 + topic.Length + 2 + payload.Length;
        var n = 0;
        to[n++] = 0x32;
        for (var left = rest; ; left >>= 7)
        {
            to[n++] = (byte)(left > 127 ? left & 127 | 128 : left);
            if (left <= 127) break;
        }
        BinaryPrimitives.WriteUInt16BigEndian(to[n..], (ushort)topic.Length);
        n += 2 + Encoding.ASCII.GetBytes(topic, to[(n + 2)..]);
        BinaryPrimitives.WriteUInt16BigEndian(to[n..], id);
        return n + 2 + Encoding.ASCII.GetBytes(payload, to[(n + 2)..]);
    }
}
