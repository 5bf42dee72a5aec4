namespace Cardo.Storage.Chunks;

/// <summary>Rows of a lane, number by number: those of one row stand together.</summary>
/// <param name="times">in order, each once</param>
/// <param name="doubts">empty when there are none</param>
internal readonly ref struct LaneRows(ReadOnlySpan<long> times, ReadOnlySpan<double> numbers, ReadOnlySpan<byte> doubts, int columns)
{
    readonly ReadOnlySpan<double> numbers = numbers;
    readonly ReadOnlySpan<byte> doubts = doubts;

    public ReadOnlySpan<long> Times { get; } = times;

    public double Number(int row, int column) => numbers[row * columns + column];

    public byte Doubts(int row, int column) => doubts.Length == 0 ? (byte)0 : doubts[row * columns + column];
}
