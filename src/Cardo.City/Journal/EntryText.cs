using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Cardo.Kernel;
using Cardo.Standards.Jcs;
using Cardo.Standards.Merkle;

namespace Cardo.Journal;

/// <summary>Spells entries: the canonical text that is kept, published and hashed.</summary>
internal static class EntryText
{
    static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // An entry is spelled on the thread of whoever writes it; the buffer stays with the thread.
    [ThreadStatic] static ArrayBufferWriter<byte>? buffer;

    /// <summary>The text <c>{"at":…,"body":…,"kind":…,"v":1}</c>, canonical; false with the reason when it has none or is too long for a bundle.</summary>
    public static bool TrySpell(long atUs, JournalEntry entry, [MaybeNullWhen(false)] out string json, [MaybeNullWhen(true)] out string fault)
    {
        json = null;
        var to = buffer ??= new ArrayBufferWriter<byte>(512);
        to.ResetWrittenCount();
        using (var writer = new Utf8JsonWriter(to, Plain))
        {
            writer.WriteStartObject();
            writer.WriteString("at"u8, Instants.Format(atUs));
            writer.WritePropertyName("body"u8);
            entry.Body.WriteTo(writer);
            writer.WriteString("kind"u8, entry.Kind);
            writer.WriteNumber("v"u8, 1);
            writer.WriteEndObject();
        }
        var bytes = to.WrittenSpan;
        // Most writers name the members of a body in order already: then what stands here is canonical as it is.
        if (!Canonical.Is(bytes))
        {
            var canonical = Canonical.Of(bytes, out var why);
            fault = why ?? "it has no canonical form";
            if (canonical is null) return false;
            bytes = canonical;
        }
        if (bytes.Length > Bundle.MaxEntry)
        {
            fault = $"it is longer than {Bundle.MaxEntry} bytes";
            return false;
        }
        (json, fault) = (Encoding.UTF8.GetString(bytes), null);
        return true;
    }

    /// <summary>The leaf of an entry's text.</summary>
    public static Hash Leaf(string json)
    {
        var most = Encoding.UTF8.GetMaxByteCount(json.Length);
        if (most > 1024) return Hashing.Leaf(Encoding.UTF8.GetBytes(json));
        Span<byte> bytes = stackalloc byte[most];
        return Hashing.Leaf(bytes[..Encoding.UTF8.GetBytes(json, bytes)]);
    }
}
