using System.Security.Cryptography;
using System.Text;

namespace Cardo.Cases;

/// <summary>
/// Tokens of tracking links: made of the matter's id and a key of the city's own, so that none is kept, and a repeated
/// report gets the same one.
/// </summary>
internal sealed class Tracking(string key)
{
    readonly byte[] key = Encoding.UTF8.GetBytes(key);

    public string TokenOf(string matter)
    {
        const string alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
        var mac = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes("track:" + matter));
        return string.Create(26, mac, (chars, bytes) =>
        {
            for (var i = 0; i < chars.Length; i++) chars[i] = alphabet[bytes[i] & 31];
        });
    }

    public bool Holds(string matter, string token) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(TokenOf(matter)), Encoding.UTF8.GetBytes(token));
}
