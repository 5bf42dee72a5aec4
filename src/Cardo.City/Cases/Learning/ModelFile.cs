using System.Buffers.Binary;
using System.Security.Cryptography;
using Cardo.Kernel;

namespace Cardo.Cases.Learning;

/// <summary>
/// A model on disk: "CARDODM2", the length of what follows (8 bytes), the parts in order, SHA-256 of the parts. Little
/// endian. A model can always be made again from the journal, so there is no reading of old versions.
/// </summary>
internal static class ModelFile
{
    const long MaxBytes = 4L << 30;

    static ReadOnlySpan<byte> Magic => "CARDODM2"u8;

    public static void Write(ModelParts parts, Stream to)
    {
        using var buffer = new MemoryStream();
        using (var writer = new BinaryWriter(buffer, System.Text.Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(parts.Labels.Count);
            foreach (var label in parts.Labels) writer.Write(label);
            parts.Vocabulary.Write(writer);
            parts.Words.Write(writer);
            parts.Experts.Write(writer);
            parts.Surroundings.Write(writer);
            parts.Second.Write(writer);
            parts.Doubts.Write(writer);
            parts.Calibration.Write(writer);
            parts.Past.Write(writer);
        }
        var bytes = buffer.GetBuffer().AsSpan(0, (int)buffer.Length);
        Span<byte> head = stackalloc byte[16];
        Magic.CopyTo(head);
        BinaryPrimitives.WriteInt64LittleEndian(head[8..], bytes.Length);
        to.Write(head);
        to.Write(bytes);
        to.Write(SHA256.HashData(bytes));
    }

    public static Outcome<ModelParts> Read(Stream from)
    {
        try
        {
            Span<byte> head = stackalloc byte[16];
            from.ReadExactly(head);
            var length = BinaryPrimitives.ReadInt64LittleEndian(head[8..]);
            if (!head[..8].SequenceEqual(Magic) || length is < 0 or > MaxBytes || length > Array.MaxLength) return Refused("it does not begin as one");
            // Read as it comes, so that a made-up length costs nothing.
            using var body = new MemoryStream();
            CopyUpTo(from, body, length);
            var bytes = body.GetBuffer().AsSpan(0, (int)body.Length);
            Span<byte> hash = stackalloc byte[32];
            from.ReadExactly(hash);
            if (!hash.SequenceEqual(SHA256.HashData(bytes))) return Refused("its hash does not fit");
            body.Position = 0;
            using var reader = new BinaryReader(body, System.Text.Encoding.UTF8, leaveOpen: true);
            return Parts(reader);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or IOException or FormatException)
        {
            return Refused(e.Message);
        }
    }

    static ModelParts Parts(BinaryReader reader)
    {
        if (reader.ReadInt32() is var count && count is < 0 or > DispatchModel.MaxLabels) throw new InvalidDataException("labels");
        var labels = new string[count];
        for (var i = 0; i < count; i++) labels[i] = reader.ReadString();
        var parts = new ModelParts(new ModelOptions(), Vocabulary.Read(reader));
        foreach (var label in labels)
            if (parts.Number(label) < 0) throw new InvalidDataException("a label");
        parts.Words.Read(reader, count);
        parts.Experts.Read(reader, count);
        parts.Surroundings.Read(reader, count);
        parts.Second.Read(reader, count);
        parts.Doubts.Read(reader);
        parts.Calibration.Read(reader);
        parts.Past.Read(reader);
        parts.Fit();
        return parts;
    }

    static void CopyUpTo(Stream from, MemoryStream to, long length)
    {
        var buffer = new byte[1 << 16];
        while (to.Length < length)
        {
            var n = from.Read(buffer, 0, (int)Math.Min(buffer.Length, length - to.Length));
            if (n == 0) throw new EndOfStreamException("it ends too early");
            to.Write(buffer, 0, n);
        }
    }

    static Refusal Refused(string why) => Refusal.Bad("model-unreadable", $"This is not a whole dispatch model ({why}); nothing was taken from it. Train one from the history.");
}
