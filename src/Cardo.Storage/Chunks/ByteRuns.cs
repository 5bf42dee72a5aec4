namespace Cardo.Storage.Chunks;

/// <summary>Bytes as runs: value, length, value, length, …</summary>
internal static class ByteRuns
{
    public static void Write(ByteSink sink, int n, Func<int, byte> at)
    {
        for (var i = 0; i < n;)
        {
            var value = at(i);
            var run = 1;
            while (i + run < n && at(i + run) == value) run++;
            sink.Byte(value);
            sink.Number(run);
            i += run;
        }
    }

    public static byte[] Read(ref ByteSource source, int n)
    {
        var bytes = new byte[n];
        for (var i = 0; i < n;)
        {
            var value = source.Byte();
            var run = source.Count(n - i);
            if (run == 0) throw new InvalidDataException("an empty run");
            bytes.AsSpan(i, run).Fill(value);
            i += run;
        }
        return bytes;
    }
}
