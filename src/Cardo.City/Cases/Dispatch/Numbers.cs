namespace Cardo.Cases.Dispatch;

/// <summary>A set of case numbers, a bit each.</summary>
internal sealed class Numbers
{
    const long Most = 1L << 30;

    readonly List<ulong> bits = [];

    public int Count { get; private set; }

    /// <returns>whether it is new</returns>
    public bool Add(long number)
    {
        if (number is < 0 or > Most || Has(number)) return false;
        while (bits.Count <= number / 64) bits.Add(0);
        bits[(int)(number / 64)] |= 1UL << (int)(number % 64);
        Count++;
        return true;
    }

    public bool Has(long number) => number >= 0 && number / 64 < bits.Count && (bits[(int)(number / 64)] >> (int)(number % 64) & 1) != 0;

    public byte[] Bytes()
    {
        var bytes = new byte[bits.Count * 8];
        for (var i = 0; i < bits.Count; i++) System.Buffers.Binary.BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(i * 8), bits[i]);
        return bytes;
    }

    public static Numbers From(byte[] bytes)
    {
        var numbers = new Numbers();
        for (var i = 0; i + 8 <= bytes.Length; i += 8)
        {
            var word = System.Buffers.Binary.BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(i));
            numbers.bits.Add(word);
            numbers.Count += System.Numerics.BitOperations.PopCount(word);
        }
        return numbers;
    }
}
