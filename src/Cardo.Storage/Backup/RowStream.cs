using System.Data.Common;

namespace Cardo.Storage.Backup;

/// <summary>
/// Rows of one table as bytes that know no engine: the columns' names, then row after row, each value behind a byte that
/// says what it is. Written and read in one pass, a row at a time.
/// </summary>
internal static class RowStream
{
    const string Magic = "CARDOROW";
    const byte End = 0, Row = 1;
    const byte Null = 0, Whole = 1, Real = 2, Text = 3, Bytes = 4;

    /// <summary>A value longer than this is no value of ours.</summary>
    const int MostBytes = 1 << 30;

    public static long Write(DbDataReader rows, Stream to, Action<long> done)
    {
        using var writer = new BinaryWriter(to, System.Text.Encoding.UTF8, leaveOpen: true);
        writer.Write(Magic);
        writer.Write7BitEncodedInt(rows.FieldCount);
        for (var i = 0; i < rows.FieldCount; i++) writer.Write(rows.GetName(i));
        long count = 0;
        while (rows.Read())
        {
            writer.Write(Row);
            for (var i = 0; i < rows.FieldCount; i++) Write(writer, rows.GetValue(i));
            if (++count % 1024 == 0) done(count);
        }
        writer.Write(End);
        writer.Write7BitEncodedInt64(count);
        return count;
    }

    static void Write(BinaryWriter to, object value)
    {
        switch (value)
        {
            case DBNull: to.Write(Null); break;
            case long or int or short: to.Write(Whole); to.Write(Convert.ToInt64(value, null)); break;
            case double real: to.Write(Real); to.Write(real); break;
            case string text: to.Write(Text); to.Write(text); break;
            case byte[] bytes: to.Write(Bytes); to.Write7BitEncodedInt(bytes.Length); to.Write(bytes); break;
            default: throw new InvalidDataException($"a value of {value.GetType()}, which no table of ours has");
        }
    }

    /// <summary>Reads a table: first its columns, then hands over each row in the same array.</summary>
    public static long Read(Stream from, Action<string[]> columns, Action<object?[]> row)
    {
        using var reader = new BinaryReader(from, System.Text.Encoding.UTF8, leaveOpen: true);
        if (reader.ReadString() != Magic) throw new InvalidDataException("this is not a table of a backup");
        var names = new string[reader.Read7BitEncodedInt()];
        for (var i = 0; i < names.Length; i++) names[i] = reader.ReadString();
        columns(names);
        var values = new object?[names.Length];
        long count = 0;
        for (; reader.ReadByte() == Row; count++)
        {
            for (var i = 0; i < values.Length; i++) values[i] = Value(reader);
            row(values);
        }
        return reader.Read7BitEncodedInt64() == count ? count : throw new InvalidDataException("the table lacks rows");
    }

    static object? Value(BinaryReader from)
    {
        switch (from.ReadByte())
        {
            case Null: return null;
            case Whole: return from.ReadInt64();
            case Real: return from.ReadDouble();
            case Text: return from.ReadString();
            case Bytes:
                var length = from.Read7BitEncodedInt();
                if (length is < 0 or > MostBytes) throw new InvalidDataException("a value without end");
                return from.ReadBytes(length) is var bytes && bytes.Length == length ? bytes : throw new InvalidDataException("a value is cut off");
            case var kind: throw new InvalidDataException($"a value of kind {kind}");
        }
    }
}
