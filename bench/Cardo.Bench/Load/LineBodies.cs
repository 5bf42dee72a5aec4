using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Cardo.Bench.Load;

/// <summary>
/// Bodies of line protocol made ahead: 10,000 stations with five fields each, 50,000 series; a body holds two moments of the
/// stations of one connection. Numbers come again after a while, moments never: each body is stamped anew before it is
/// sent, so that nobody is sent what they know already.
/// </summary>
internal sealed class LineBodies
{
    public const int Stations = 10_000, Fields = 5;

    /// <summary>Between two moments of a station: so close that a fast server's data stays behind its clock.</summary>
    const int StepMs = 10;

    const int Digits = 13;

    readonly byte[][][] bodies;
    readonly int[][][] stamps;
    readonly long[] moments;
    readonly int[] next;

    /// <param name="connections">the stations are shared out among them</param>
    /// <param name="each">bodies for each connection</param>
    public LineBodies(int connections, int each)
    {
        var own = Stations / connections;
        LinesABody = 2 * own;
        next = new int[connections];
        moments = new long[connections];
        // A minute ago: nothing is late, and nothing gets ahead of the clock.
        Array.Fill(moments, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() - 60_000);
        bodies = [.. Enumerable.Range(0, connections).Select(_ => new byte[each][])];
        stamps = [.. Enumerable.Range(0, connections).Select(_ => new int[each][])];
        Parallel.For(0, connections * each, i => (bodies[i % connections][i / connections], stamps[i % connections][i / connections]) = Body(i % connections * own, own, 2 * (i / connections)));
    }

    public int LinesABody { get; }

    public int PointsABody => LinesABody * Fields;

    static (byte[] Body, int[] Stamps) Body(int first, int stations, int turn)
    {
        var text = new StringBuilder(stations * 2 * 100);
        var stamps = new List<int>(2 * stations);
        for (var moment = 0; moment < 2; moment++)
            for (var s = first; s < first + stations; s++)
            {
                var n = turn + moment + s;
                text.Append(CultureInfo.InvariantCulture,
                    $"weather,id=st{s} temperature={20 + n % 100 * 0.1:0.0},humidity={40 + n % 37},pm25={n % 61 * 0.5:0.0},wind={n % 17 * 0.3:0.0},level={1 + n % 211 * 0.01:0.00} ");
                stamps.Add(text.Length);
                text.Append('0', Digits).Append('\n');
            }
        return (Encoding.ASCII.GetBytes(text.ToString()), [.. stamps]);
    }

    /// <summary>The next body of a connection, at its next two moments. It is the caller's until the connection takes it again.</summary>
    public byte[] Take(int connection)
    {
        var i = next[connection]++ % bodies[connection].Length;
        var (body, places) = (bodies[connection][i], stamps[connection][i]);
        Span<byte> digits = stackalloc byte[Digits];
        for (var moment = 0; moment < 2; moment++)
        {
            Utf8Formatter.TryFormat(moments[connection] += StepMs, digits, out _);
            foreach (var place in places.AsSpan(moment * places.Length / 2, places.Length / 2)) digits.CopyTo(body.AsSpan(place));
        }
        return body;
    }
}
