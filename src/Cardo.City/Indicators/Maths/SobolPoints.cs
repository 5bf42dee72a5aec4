namespace Cardo.Indicators.Maths;

/// <summary>
/// Sobol's sequence in Gray-code order (Bratley and Fox, ACM TOMS 14(1), 1988; direction numbers of Joe and Kuo, SIAM J.
/// Sci. Comput. 30(5), 2008), shifted digitally by a seed. Beyond <see cref="MaxDimensions"/> there is no table here.
/// </summary>
internal sealed class SobolPoints
{
    public const int MaxDimensions = 21;

    const int Bits = 32;

    // degree, coefficients, initial numbers: one line a dimension from the second on
    static readonly int[][] table =
    [
        [1, 0, 1], [2, 1, 1, 3], [3, 1, 1, 3, 1], [3, 2, 1, 1, 1], [4, 1, 1, 1, 3, 3], [4, 4, 1, 3, 5, 13],
        [5, 2, 1, 1, 5, 5, 17], [5, 4, 1, 1, 5, 5, 5], [5, 7, 1, 1, 7, 11, 19], [5, 11, 1, 1, 5, 1, 1], [5, 13, 1, 1, 1, 3, 11],
        [5, 14, 1, 3, 5, 5, 31], [6, 1, 1, 3, 3, 9, 7, 49], [6, 13, 1, 1, 1, 15, 21, 21], [6, 16, 1, 3, 1, 13, 27, 49],
        [6, 19, 1, 1, 1, 15, 7, 5], [6, 22, 1, 3, 1, 15, 13, 25], [6, 25, 1, 1, 5, 5, 19, 61],
        [7, 1, 1, 3, 7, 11, 23, 15, 103], [7, 4, 1, 3, 7, 13, 13, 15, 69],
    ];

    readonly uint[] directions, current, shift;
    readonly int dimensions;
    uint index;

    public SobolPoints(int dimensions, long seed)
    {
        this.dimensions = dimensions;
        (directions, current, shift) = (new uint[dimensions * Bits], new uint[dimensions], new uint[dimensions]);
        var chance = new Chance(seed, 0x50B01);
        for (var d = 0; d < dimensions; d++)
        {
            Directions(d, directions.AsSpan(d * Bits, Bits));
            shift[d] = seed == 0 ? 0 : (uint)chance.Next();
        }
    }

    static void Directions(int dimension, Span<uint> v)
    {
        if (dimension == 0)
        {
            for (var i = 0; i < Bits; i++) v[i] = 1u << (31 - i);
            return;
        }
        var row = table[dimension - 1];
        var (s, a) = (row[0], row[1]);
        for (var i = 0; i < s; i++) v[i] = (uint)row[2 + i] << (31 - i);
        for (var i = s; i < Bits; i++)
        {
            v[i] = v[i - s] ^ v[i - s] >> s;
            for (var k = 1; k < s; k++)
                if ((a >> (s - 1 - k) & 1) == 1) v[i] ^= v[i - k];
        }
    }

    /// <summary>The next point, each coordinate in (0, 1).</summary>
    public void Next(Span<double> point)
    {
        for (var d = 0; d < dimensions; d++) point[d] = ((current[d] ^ shift[d]) + .5) / 4294967296.0;
        var c = System.Numerics.BitOperations.TrailingZeroCount(~index++);
        if (c >= Bits) return;
        for (var d = 0; d < dimensions; d++) current[d] ^= directions[d * Bits + c];
    }
}
