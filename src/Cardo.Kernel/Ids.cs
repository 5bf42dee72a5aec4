using System.Security.Cryptography;

namespace Cardo.Kernel;

/// <summary>Fresh ids and secrets. A story gives it a seeded source, so that it plays the same each time.</summary>
public abstract class Ids
{
    /// <summary>Fills the buffer with bytes nobody can guess (a seeded source in stories).</summary>
    public abstract void Fill(Span<byte> bytes);

    /// <summary>A short sortable id: 48 bits of the clock's milliseconds and 80 of chance, in Crockford's base 32 (26 characters).</summary>
    public string New(TimeProvider clock)
    {
        Span<byte> bytes = stackalloc byte[16];
        Fill(bytes);
        var ms = clock.GetUtcNow().ToUnixTimeMilliseconds();
        for (var i = 0; i < 6; i++) bytes[i] = (byte)(ms >> (40 - 8 * i));
        return Base32(bytes);
    }

    /// <summary>A secret of 160 bits as 32 base-32 characters.</summary>
    public string Secret()
    {
        Span<byte> bytes = stackalloc byte[20];
        Fill(bytes);
        return Base32(bytes);
    }

    static string Base32(ReadOnlySpan<byte> bytes)
    {
        const string alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
        var chars = new char[(bytes.Length * 8 + 4) / 5];
        int bits = 0, buffer = 0, n = 0;
        foreach (var b in bytes)
        {
            buffer = (buffer << 8 | b) & 0xffff;
            for (bits += 8; bits >= 5; bits -= 5) chars[n++] = alphabet[buffer >> (bits - 5) & 31];
        }
        if (bits > 0) chars[n++] = alphabet[buffer << (5 - bits) & 31];
        return new string(chars, 0, n);
    }

    public static Ids System { get; } = new SystemIds();

    public static Ids Seeded(int seed) => new SeededIds(seed);

    sealed class SystemIds : Ids
    {
        public override void Fill(Span<byte> bytes) => RandomNumberGenerator.Fill(bytes);
    }

    sealed class SeededIds(int seed) : Ids
    {
        readonly Random random = new(seed);

        public override void Fill(Span<byte> bytes)
        {
            lock (random) random.NextBytes(bytes);
        }
    }
}
