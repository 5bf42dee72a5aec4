using System.Buffers.Binary;
using System.Numerics;

namespace Cardo.Storage;

/// <summary>CRC-32C (Castagnoli, RFC 3720 appendix B.4): what every record of the log and every stored entity is checked by.</summary>
public static class Crc32C
{
    /// <summary>The sum of bytes, going on from <paramref name="crc"/>; 0 begins.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes, uint crc = 0)
    {
        crc = ~crc;
        while (bytes.Length >= 8)
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[8..];
        }
        foreach (var b in bytes) crc = BitOperations.Crc32C(crc, b);
        return ~crc;
    }
}
