using Cardo.Kernel;

namespace Cardo.Identity;

/// <summary>What a key is for.</summary>
public enum KeyKind
{
    /// <summary>One thing's own key: it may send that thing's observations.</summary>
    Device,

    /// <summary>A program's key with named scopes.</summary>
    Token,
}

/// <summary>A key without its secret, which nobody knows but its holder.</summary>
/// <param name="Id">16 characters; part of the key, no secret</param>
/// <param name="Subject">the device's id, or what the token is called</param>
/// <param name="Owner">who asked for it: an officer's id, <c>cli</c></param>
/// <param name="IssuedUs">microseconds since 1970, like the next two</param>
/// <param name="ExpiresUs">null: until revoked</param>
/// <param name="Replaces">the key it was rotated from</param>
public sealed record KeyInfo(string Id, KeyKind Kind, string Subject, string Owner, IReadOnlyList<string> Scopes, long IssuedUs, long? ExpiresUs, long? RevokedUs, string? Replaces)
{
    public bool IsLive(long nowUs) => RevokedUs is null && (ExpiresUs is null || nowUs < ExpiresUs);

    /// <summary>When it stopped or will stop, as people read it.</summary>
    public string State(long nowUs) => RevokedUs is { } revoked ? $"revoked {Instants.Format(revoked)}"
        : ExpiresUs is { } expires ? $"{(nowUs < expires ? "expires" : "expired")} {Instants.Format(expires)}" : "live";
}

/// <summary>A key at the one moment when its secret is known.</summary>
/// <param name="Secret">the whole key as its holder presents it; shown once and kept nowhere</param>
public sealed record IssuedKey(KeyInfo Info, string Secret);

/// <summary>What is asked for. Nobody can ask for a secret of their choice: so there is no shared and no default one.</summary>
/// <param name="Lifetime">null: until revoked</param>
public sealed record KeyRequest(KeyKind Kind, string Subject, string Owner, IReadOnlyList<string> Scopes, TimeSpan? Lifetime = null);
