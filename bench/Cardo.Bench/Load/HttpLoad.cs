using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Cardo.Bench.Load;

/// <summary>What a load came to.</summary>
/// <param name="Done">requests answered with 2xx</param>
/// <param name="Refused">requests answered otherwise</param>
internal sealed record LoadResult(long Done, long Refused, double Seconds, double P50Ms, double P99Ms)
{
    public double PerSecond => Done / Seconds;
}

/// <summary>
/// A frugal HTTP/1.1 client: N connections, one request at a time on each, bytes made ahead, so that most of the two
/// cores is left to the server. Bounded in time; ends by itself.
/// </summary>
internal static class HttpLoad
{
    /// <param name="make">the body of request n of connection c</param>
    public static async Task<LoadResult> Post(int port, string path, string contentType, int connections, double seconds, Func<int, long, byte[]> make)
    {
        var until = Stopwatch.GetTimestamp() + (long)(seconds * Stopwatch.Frequency);
        var clock = Stopwatch.StartNew();
        var parts = await Task.WhenAll(Enumerable.Range(0, connections).Select(c => Task.Run(() => One(port, path, contentType, c, until, make))));
        var elapsed = clock.Elapsed.TotalSeconds;
        var times = parts.SelectMany(p => p.Times).Order().ToArray();
        return new LoadResult(parts.Sum(p => p.Done), parts.Sum(p => p.Refused), elapsed, At(times, 0.5), At(times, 0.99));
    }

    static double At(double[] sorted, double share) => sorted.Length == 0 ? double.NaN : sorted[(int)(share * (sorted.Length - 1))];

    static async Task<(long Done, long Refused, List<double> Times)> One(int port, string path, string contentType, int connection, long until, Func<int, long, byte[]> make)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, port);
        var buffer = new byte[65536];
        var times = new List<double>();
        long done = 0, refused = 0;
        for (long n = 0; Stopwatch.GetTimestamp() < until; n++)
        {
            var body = make(connection, n);
            var head = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: {contentType}\r\nContent-Length: {body.Length}\r\n\r\n"));
            var request = new byte[head.Length + body.Length];
            head.CopyTo(request, 0);
            body.CopyTo(request, head.Length);
            var started = Stopwatch.GetTimestamp();
            await socket.SendAsync(request);
            var status = await Answer(socket, buffer);
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            if (status is >= 200 and < 300) done++;
            else refused++;
        }
        return (done, refused, times);
    }

    /// <summary>Reads one answer to its end and gives its status.</summary>
    static async Task<int> Answer(Socket socket, byte[] buffer)
    {
        var have = 0;
        while (true)
        {
            var got = await socket.ReceiveAsync(buffer.AsMemory(have));
            if (got == 0) return 0;
            have += got;
            var end = buffer.AsSpan(0, have).IndexOf("\r\n\r\n"u8);
            if (end < 0) continue;
            var head = Encoding.ASCII.GetString(buffer, 0, end);
            var status = int.Parse(head.AsSpan(9, 3), CultureInfo.InvariantCulture);
            var rest = have - end - 4;
            if (Length(head) is { } length)
            {
                for (; rest < length; rest += got)
                    if ((got = await socket.ReceiveAsync(buffer)) == 0) return 0;
                return status;
            }
            // Chunked: the last five bytes are the empty chunk.
            while (!buffer.AsSpan(0, have).EndsWith("0\r\n\r\n"u8))
            {
                if (have > buffer.Length / 2) have = Keep(buffer, have);
                if ((got = await socket.ReceiveAsync(buffer.AsMemory(have))) == 0) return 0;
                have += got;
            }
            return status;
        }
    }

    static int Keep(byte[] buffer, int have)
    {
        buffer.AsSpan(have - 8, 8).CopyTo(buffer);
        return 8;
    }

    static int? Length(string head)
    {
        const string name = "content-length:";
        var at = head.IndexOf(name, StringComparison.OrdinalIgnoreCase);
        if (at >= 0)
        {
            var value = head.AsSpan(at + name.Length);
            var line = value.IndexOf('\r');
            return int.Parse((line < 0 ? value : value[..line]).Trim(), CultureInfo.InvariantCulture);
        }
        return head.Contains("chunked", StringComparison.OrdinalIgnoreCase) ? null : 0;
    }
}
