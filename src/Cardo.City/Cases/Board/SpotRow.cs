using System.Buffers.Binary;
using System.Text;
using Cardo.Cases.Verbs;

namespace Cardo.Cases.Board;

/// <summary>
/// What the board keeps of a case, as bytes of the case alone: the board reads a case that changed and a case that was stored
/// by the same few lines. Little-endian: 5 bytes of states, the place as two floats (NaN for none), four moments, the count of
/// matters, then service, unit, first unit, whom the model named and where it belonged, each with its length in one byte before it.
/// </summary>
internal static class SpotRow
{
    /// <summary>Rises with every change of what stands in a row: rows of before are then made again.</summary>
    public const int Version = 1;

    const int Fixed = 5 + 2 * sizeof(float) + 4 * sizeof(long) + sizeof(int), MostName = byte.MaxValue;
    const byte Imported = 1, Paused = 2, Alarm = 4;

    public static byte[] Write(Case now)
    {
        var first = now.Decisions.Count > 0 ? now.Decisions[0] : null;
        Span<byte> row = stackalloc byte[Fixed + 5 * (1 + MostName)];
        row[0] = (byte)now.Status;
        row[1] = (byte)now.Priority;
        row[2] = first is null ? (byte)0 : first.By == DecidedBy.Model ? (byte)3 : first.Automatic ? (byte)2 : (byte)1;
        row[3] = (byte)((now.Imported ? Imported : 0) | (now.Commitment?.Paused == true ? Paused : 0) | (now.Alarms.Count > 0 ? Alarm : 0)
            | (now.Check is null ? 0 : now.Check.Right is { } right ? right ? 2 : 3 : 1) << 4);
        row[4] = (byte)Math.Min(now.Commitment?.Level ?? 0, byte.MaxValue);
        BinaryPrimitives.WriteSingleLittleEndian(row[5..], now.Lon is { } lon ? (float)lon : float.NaN);
        BinaryPrimitives.WriteSingleLittleEndian(row[9..], now.Lat is { } lat ? (float)lat : float.NaN);
        BinaryPrimitives.WriteInt64LittleEndian(row[13..], now.OpenedUs);
        BinaryPrimitives.WriteInt64LittleEndian(row[21..], now.UpdatedUs);
        BinaryPrimitives.WriteInt64LittleEndian(row[29..], now.Commitment?.ResolveByUs ?? 0);
        BinaryPrimitives.WriteInt64LittleEndian(row[37..], now.ClosedUs ?? 0);
        BinaryPrimitives.WriteInt32LittleEndian(row[45..], now.Matters);
        var at = Fixed;
        foreach (var name in new[] { now.Service, now.Unit, first?.Unit, now.Advice?.Unit ?? (first?.By == DecidedBy.Model ? first.Unit : null), Answers.Unit(now) })
        {
            // Codes are words of a few letters; one beyond the length would be left out.
            Encoding.UTF8.TryGetBytes(name, row.Slice(at + 1, MostName), out var length);
            row[at] = (byte)length;
            at += 1 + length;
        }
        return row[..at].ToArray();
    }

    /// <param name="row">as <see cref="Write"/> makes it</param>
    public static Spot Read(long number, ReadOnlySpan<byte> row, SpotNames names)
    {
        Span<ushort> named = stackalloc ushort[5];
        var at = Fixed;
        for (var i = 0; i < named.Length; i++)
        {
            named[i] = names.Give(row.Slice(at + 1, row[at]));
            at += 1 + row[at];
        }
        return new Spot(number, (CaseStatus)row[0], (Priority)row[1], named[0], named[1], named[2], row[2], (row[3] & Imported) != 0, (row[3] & Paused) != 0,
            BinaryPrimitives.ReadSingleLittleEndian(row[5..]), BinaryPrimitives.ReadSingleLittleEndian(row[9..]),
            BinaryPrimitives.ReadInt64LittleEndian(row[13..]), BinaryPrimitives.ReadInt64LittleEndian(row[21..]), BinaryPrimitives.ReadInt64LittleEndian(row[29..]), BinaryPrimitives.ReadInt64LittleEndian(row[37..]),
            BinaryPrimitives.ReadInt32LittleEndian(row[45..]), row[4], named[3], named[4], (byte)(row[3] >> 4), (row[3] & Alarm) != 0);
    }
}
