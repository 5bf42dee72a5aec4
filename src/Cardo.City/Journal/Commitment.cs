using System.Security.Cryptography;
using System.Text;
using Cardo.Kernel;

namespace Cardo.Journal;

/// <summary>
/// Lets the journal be bound to personal data without holding it: HMAC-SHA-256 of the data under a fresh salt of 32
/// bytes. The room keeps the salt beside the data; when both are forgotten the commitment says nothing about anyone.
/// </summary>
/// <param name="Digest">what stands in the journal, base 64</param>
/// <param name="Salt">what stays with the data, base 64; without it the digest can't be guessed back even from few candidates</param>
public sealed record Commitment(string Digest, string Salt)
{
    public static Commitment To(string data, Ids ids)
    {
        var salt = new byte[32];
        ids.Fill(salt);
        return new Commitment(Mac(salt, data), Convert.ToBase64String(salt));
    }

    /// <summary>Whether this data and salt are what the digest was made of.</summary>
    public bool Holds(string data)
    {
        var salt = new byte[32];
        return Convert.TryFromBase64String(Salt, salt, out var n) && n == 32
            && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Mac(salt, data)), Encoding.ASCII.GetBytes(Digest));
    }

    static string Mac(byte[] salt, string data) => Convert.ToBase64String(HMACSHA256.HashData(salt, Encoding.UTF8.GetBytes(data)));
}
