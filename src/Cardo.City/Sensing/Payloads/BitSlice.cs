namespace Cardo.Sensing.Payloads;

/// <summary>How the bits of a slice are meant.</summary>
internal enum BitKind : byte { Unsigned, Signed, Float, Bcd }

/// <summary>
/// Some bits of a binary message: an integer of <paramref name="Bytes"/> bytes from offset <paramref name="Byte"/>
/// (from the end when negative), shifted right by <paramref name="Bit"/> (0 is the lowest bit), of which
/// <paramref name="Bits"/> count.
/// </summary>
internal sealed record BitSlice(int Byte, int Bytes, bool LittleEndian, int Bit, int Bits, BitKind Kind)
{
    /// <summary>False when the message is too short.</summary>
    public bool TryRead(ReadOnlySpan<byte> message, out double number, out ulong raw)
    {
        (number, raw) = (double.NaN, 0);
        var start = Byte < 0 ? message.Length + Byte : Byte;
        if (start < 0 || start > message.Length - Bytes) return false;
        var bytes = message.Slice(start, Bytes);
        for (var i = 0; i < Bytes; i++) raw = raw << 8 | bytes[LittleEndian ? Bytes - 1 - i : i];
        raw >>= Bit;
        if (Bits < 64) raw &= (1UL << Bits) - 1;
        number = Kind switch
        {
            BitKind.Float => Bytes switch
            {
                2 => (double)BitConverter.UInt16BitsToHalf((ushort)raw),
                4 => BitConverter.UInt32BitsToSingle((uint)raw),
                _ => BitConverter.UInt64BitsToDouble(raw),
            },
            BitKind.Signed => (long)(raw << 64 - Bits) >> 64 - Bits,
            BitKind.Bcd => Decimal(raw, Bits),
            _ => raw,
        };
        return true;
    }

    // Two decimal digits a byte; a digit above 9 is no digit.
    static double Decimal(ulong raw, int bits)
    {
        double number = 0;
        for (var shift = (bits + 3) / 4 * 4 - 4; shift >= 0; shift -= 4)
        {
            var digit = raw >> shift & 15;
            if (digit > 9) return double.NaN;
            number = number * 10 + digit;
        }
        return number;
    }

    /// <summary>Reads the text of fixed length that stands there, up to a zero byte.</summary>
    public bool TryText(ReadOnlySpan<byte> message, out string text)
    {
        text = "";
        var start = Byte < 0 ? message.Length + Byte : Byte;
        if (start < 0 || start > message.Length - Bytes) return false;
        var bytes = message.Slice(start, Bytes);
        var zero = bytes.IndexOf((byte)0);
        text = System.Text.Encoding.Latin1.GetString(zero < 0 ? bytes : bytes[..zero]);
        return true;
    }
}
