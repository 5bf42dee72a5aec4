using System.Security.Claims;

namespace Cardo.Identity;

/// <summary>How a caller made itself known.</summary>
public enum CallerKind
{
    /// <summary>Not at all: a resident reading.</summary>
    Nobody,

    /// <summary>By a device's own key.</summary>
    Device,

    /// <summary>By a token for programs.</summary>
    Token,

    /// <summary>By a passkey: a person of the city's staff, in a session.</summary>
    Officer,

    /// <summary>By calling from this machine, where that is trusted.</summary>
    Loopback,
}

/// <summary>Who is calling.</summary>
public sealed class Caller
{
    public static Caller Nobody { get; } = new(CallerKind.Nobody, "", "", []);

    public static Caller Loopback { get; } = new(CallerKind.Loopback, "loopback", "", Identity.Scopes.Loopback);

    public Caller(CallerKind kind, string id, string subject, IReadOnlyList<string> scopes)
    {
        (Kind, Id, Subject, Scopes) = (kind, id, subject, scopes);
        // Antiforgery binds its tokens to the name identifier.
        var claims = kind == CallerKind.Nobody ? null : scopes.Select(s => new Claim("scope", s)).Prepend(new Claim(ClaimTypes.NameIdentifier, $"{kind}:{subject}:{id}"));
        Principal = claims is null ? new ClaimsPrincipal(new ClaimsIdentity()) : new ClaimsPrincipal(new ClaimsIdentity(claims, "cardo"));
    }

    public CallerKind Kind { get; }

    /// <summary>The key's or the session's id; safe to log.</summary>
    public string Id { get; }

    /// <summary>Whom it stands for: the device's id, the token's name, the officer's id.</summary>
    public string Subject { get; }

    public IReadOnlyList<string> Scopes { get; }

    public ClaimsPrincipal Principal { get; }

    public bool May(string scope) => Identity.Scopes.Include(Scopes, scope);

    /// <summary>The one thing this caller may speak for; null when it isn't bound to one.</summary>
    public string? OwnThing => Kind == CallerKind.Device ? Subject : null;

    public override string ToString() => Kind == CallerKind.Nobody ? "nobody" : $"{Kind.ToString().ToLowerInvariant()} {Subject} ({Id})";
}
