using System.Reflection;
using System.Runtime.InteropServices;

namespace Cardo.Journal.Signing;

/// <summary>The platform's OpenSSL: .NET 10 has no Ed25519 of its own. Versions 1.1.1 and 3 export all of these.</summary>
internal static partial class Libcrypto
{
    const string Name = "cardo-libcrypto";
    public const int Ed25519 = 1087; // EVP_PKEY_ED25519

    static readonly string[] Candidates =
        ["libcrypto.so.3", "libcrypto.so.1.1", "libcrypto.so", "libcrypto.3.dylib", "/opt/homebrew/opt/openssl@3/lib/libcrypto.3.dylib", "libcrypto-3-x64.dll", "libcrypto-3-arm64.dll"];

    static readonly Lazy<nint> Handle = new(() =>
    {
        foreach (var candidate in Candidates)
            if (NativeLibrary.TryLoad(candidate, out var handle)) return handle;
        return 0;
    });

    static Libcrypto() => NativeLibrary.SetDllImportResolver(typeof(Libcrypto).Assembly, Resolve);

    static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path) => name == Name ? Handle.Value : 0;

    public static bool IsThere => Handle.Value != 0;

    [LibraryImport(Name)]
    public static partial nint EVP_PKEY_new_raw_private_key(int type, nint engine, ReadOnlySpan<byte> key, nuint length);

    [LibraryImport(Name)]
    public static partial nint EVP_PKEY_new_raw_public_key(int type, nint engine, ReadOnlySpan<byte> key, nuint length);

    [LibraryImport(Name)]
    public static partial int EVP_PKEY_get_raw_public_key(nint pkey, Span<byte> key, ref nuint length);

    [LibraryImport(Name)]
    public static partial void EVP_PKEY_free(nint pkey);

    [LibraryImport(Name)]
    public static partial nint EVP_MD_CTX_new();

    [LibraryImport(Name)]
    public static partial void EVP_MD_CTX_free(nint context);

    [LibraryImport(Name)]
    public static partial int EVP_DigestSignInit(nint context, nint pctx, nint digest, nint engine, nint pkey);

    [LibraryImport(Name)]
    public static partial int EVP_DigestSign(nint context, Span<byte> signature, ref nuint length, ReadOnlySpan<byte> message, nuint messageLength);

    [LibraryImport(Name)]
    public static partial int EVP_DigestVerifyInit(nint context, nint pctx, nint digest, nint engine, nint pkey);

    [LibraryImport(Name)]
    public static partial int EVP_DigestVerify(nint context, ReadOnlySpan<byte> signature, nuint length, ReadOnlySpan<byte> message, nuint messageLength);
}
