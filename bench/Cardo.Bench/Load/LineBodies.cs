using System.Globalization;
using System.Text;

namespace Cardo.Bench.Load;

/// <summary>
/// Bodies of line protocol made ahead: 10,000 stations with five fields each, 50,000 series; a body holds two moments of the
/// stations of one connection. Each body is used once, so that nobody is sent what they know already.
/// </summary>
internal sealed class LineBodies
{
    public const int Stations = 10_000, Fields = 5;

    readonly byte[][][] bodies;
    readonly int[] next;

    /// <param name="connections">the stations are shared out among them</param>
    /// <param name="each">bodies for each connection</param>
    public LineBodies(int connections, int each)
    {
        var own = Stations / connections;
        LinesABody = 2 * own;
        next = new int[connections];
        bodies = [.. Enumerable.Range(0, connections).Select(_ => new byte[each][])];
        // The last moment is now: nothing is late, and nothing ahead of the clock.
        var start = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() - 2L * each * 500;
        Parallel.For(0, connections * each, i => bodies[i % connections][i / connections] = Body(i % connections * own, own, start + i / connections * 1000L));
    }

    public int LinesABody { get; }

    public int PointsABody => LinesABody * Fields;

    static byte[] Body(int first, int stations, long at)
    {
        var text = new StringBuilder(stations * 2 * 100);
        for (var moment = 0; moment < 2; moment++)
            for (var s = first; s < first + stations; s++)
            {
                var n = at / 500 + moment + s;
                text.Append(CultureInfo.InvariantCulture,
                    $"weather,id=st{s} temperature={20 + n % 100 * 0.1:0.0},humidity={40 + n % 37},pm25={n % 61 * 0.5:0.0},wind={n % 17 * 0.3:0.0},level={1 + n % 211 * 0.01:0.00} {at + moment * 500}\n");
            }
        return Encoding.ASCII.GetBytes(text.ToString());
    }

    /// <summary>The next body of a connection; from the first again when all were used.</summary>
    public byte[] Take(int connection) => bodies[connection][next[connection]++ % bodies[connection].Length];
}
