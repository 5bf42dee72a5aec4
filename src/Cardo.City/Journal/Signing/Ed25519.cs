using System.Security.Cryptography;

namespace Cardo.Journal.Signing;

/// <summary>Ed25519 (RFC 8032) by the platform's libcrypto. Seeds and public keys are 32 bytes, signatures 64.</summary>
internal static class Ed25519
{
    public const int KeySize = 32;
    const int SignatureSize = 64;

    /// <summary>False where no OpenSSL can be loaded: then nothing can be signed or checked.</summary>
    public static bool IsThere => Libcrypto.IsThere;

    public static byte[] PublicKey(ReadOnlySpan<byte> seed)
    {
        var pkey = Private(seed);
        try
        {
            var key = new byte[KeySize];
            nuint length = KeySize;
            Check(Libcrypto.EVP_PKEY_get_raw_public_key(pkey, key, ref length) == 1 && length == KeySize);
            return key;
        }
        finally
        {
            Libcrypto.EVP_PKEY_free(pkey);
        }
    }

    public static byte[] Sign(ReadOnlySpan<byte> seed, ReadOnlySpan<byte> message)
    {
        var pkey = Private(seed);
        var context = Libcrypto.EVP_MD_CTX_new();
        try
        {
            var signature = new byte[SignatureSize];
            nuint length = SignatureSize;
            Check(Libcrypto.EVP_DigestSignInit(context, 0, 0, 0, pkey) == 1);
            Check(Libcrypto.EVP_DigestSign(context, signature, ref length, message, (nuint)message.Length) == 1 && length == SignatureSize);
            return signature;
        }
        finally
        {
            Libcrypto.EVP_MD_CTX_free(context);
            Libcrypto.EVP_PKEY_free(pkey);
        }
    }

    /// <summary>Whether the signature holds; false for keys and signatures of a wrong length or form too.</summary>
    public static bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        if (publicKey.Length != KeySize || signature.Length != SignatureSize) return false;
        var pkey = Libcrypto.EVP_PKEY_new_raw_public_key(Libcrypto.Ed25519, 0, publicKey, KeySize);
        if (pkey == 0) return false;
        var context = Libcrypto.EVP_MD_CTX_new();
        try
        {
            return Libcrypto.EVP_DigestVerifyInit(context, 0, 0, 0, pkey) == 1
                && Libcrypto.EVP_DigestVerify(context, signature, SignatureSize, message, (nuint)message.Length) == 1;
        }
        finally
        {
            Libcrypto.EVP_MD_CTX_free(context);
            Libcrypto.EVP_PKEY_free(pkey);
        }
    }

    static nint Private(ReadOnlySpan<byte> seed)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(seed.Length, KeySize);
        var pkey = Libcrypto.EVP_PKEY_new_raw_private_key(Libcrypto.Ed25519, 0, seed, KeySize);
        Check(pkey != 0);
        return pkey;
    }

    static void Check(bool done)
    {
        if (!done) throw new CryptographicException("libcrypto refused an Ed25519 operation");
    }
}
