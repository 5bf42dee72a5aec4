using Microsoft.AspNetCore.Builder;

namespace Cardo.Identity;

/// <summary>Marks what an endpoint asks of its caller. An endpoint that writes and carries neither is closed to all.</summary>
public sealed record AccessRule(string? Scope);

public static class Access
{
    /// <summary>The caller needs a key or a session with this scope.</summary>
    public static TBuilder Needs<TBuilder>(this TBuilder endpoint, string scope) where TBuilder : IEndpointConventionBuilder
    {
        endpoint.Add(e => e.Metadata.Add(new AccessRule(scope)));
        return endpoint;
    }

    /// <summary>Anybody may call it: it only reads what is public, or guards itself (a form with its own token).</summary>
    public static TBuilder Open<TBuilder>(this TBuilder endpoint) where TBuilder : IEndpointConventionBuilder
    {
        endpoint.Add(e => e.Metadata.Add(new AccessRule(null)));
        return endpoint;
    }
}
