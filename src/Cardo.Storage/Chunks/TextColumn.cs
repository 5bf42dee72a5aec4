using System.Buffers;
using System.IO.Compression;

namespace Cardo.Storage.Chunks;

/// <summary>Texts and JSON: a dictionary where they come again, else one after another; packed with Brotli when that is shorter.</summary>
internal static class TextColumn
{
    const byte Dictionary = 1;
    const byte Packed = 2;
    const int WorthPacking = 128;
    const int MostText = 64 << 20;

    public static void Write(ByteSink sink, IReadOnlyList<string> texts)
    {
        var words = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var text in texts) words.TryAdd(text, words.Count);
        var dictionary = words.Count <= texts.Count / 2;
        var body = new ByteSink();
        if (dictionary)
        {
            body.Number(words.Count);
            foreach (var word in words.Keys) body.Text(word);
            var places = new ulong[texts.Count];
            for (var i = 0; i < places.Length; i++) places[i] = (ulong)words[texts[i]];
            PackedInts.Write(body, places);
        }
        else
        {
            foreach (var text in texts) body.Text(text);
        }
        var head = dictionary ? Dictionary : (byte)0;
        if (body.Length < WorthPacking || !TryPack(body.Written, out var packed))
        {
            sink.Byte(head);
            sink.Bytes(body.Written);
            return;
        }
        sink.Byte((byte)(head | Packed));
        sink.Number(body.Length);
        sink.Bytes(packed);
    }

    static bool TryPack(ReadOnlySpan<byte> body, out ReadOnlySpan<byte> packed)
    {
        var to = new byte[body.Length];
        var shorter = BrotliEncoder.TryCompress(body, to, out var length, quality: 5, window: 18) && length < body.Length - 8;
        packed = to.AsSpan(0, length);
        return shorter;
    }

    public static string[] Read(ref ByteSource source, int n)
    {
        var head = source.Byte();
        if ((head & Packed) == 0) return ReadBody(ref source, head, n);
        var length = source.Count(MostText);
        var rented = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            if (!BrotliDecoder.TryDecompress(source.Take(source.Left), rented, out var written) || written != length)
                throw new InvalidDataException("the texts of a chunk can't be unpacked");
            var body = new ByteSource(rented.AsSpan(0, length));
            return ReadBody(ref body, head, n);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    static string[] ReadBody(ref ByteSource source, byte head, int n)
    {
        var texts = new string[n];
        if ((head & Dictionary) == 0)
        {
            for (var i = 0; i < n; i++) texts[i] = source.Text();
            return texts;
        }
        var words = new string[source.Count(n)];
        for (var i = 0; i < words.Length; i++) words[i] = source.Text();
        var places = new ulong[n];
        PackedInts.Read(ref source, places);
        for (var i = 0; i < n; i++)
            texts[i] = places[i] < (ulong)words.Length ? words[places[i]] : throw new InvalidDataException("a word that no dictionary has");
        return texts;
    }
}
