using Microsoft.AspNetCore.Builder;

namespace Cardo.Identity;

/// <summary>What a key or a session may do. Scopes are words; <c>admin</c> includes all.</summary>
public static class Scopes
{
    public const string TwinRead = "twin:read";
    public const string TwinWrite = "twin:write";
    public const string SensingWrite = "sensing:write";
    public const string ThingsAdmin = "things:admin";
    public const string Ops = "ops";
    public const string Admin = "admin";
}

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
