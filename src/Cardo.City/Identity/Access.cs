using Microsoft.AspNetCore.Builder;

namespace Cardo.Identity;

/// <summary>Marks what an endpoint asks of its caller. An endpoint that writes and carries none is closed to all.</summary>
/// <param name="Scopes">any one of them is enough; empty: anybody may call it</param>
/// <param name="Form">a form of our own pages: its antiforgery token is checked whoever sends it</param>
public sealed record AccessRule(IReadOnlyList<string> Scopes, bool Form = false)
{
    internal bool Admits(Caller caller)
    {
        for (var i = 0; i < Scopes.Count; i++)
            if (caller.May(Scopes[i])) return true;
        return Scopes.Count == 0;
    }
}

public static class Access
{
    /// <summary>The caller needs a key or a session with this scope, or with one of several.</summary>
    public static TBuilder Needs<TBuilder>(this TBuilder endpoint, params string[] scopes) where TBuilder : IEndpointConventionBuilder
    {
        ArgumentOutOfRangeException.ThrowIfZero(scopes.Length);
        endpoint.Add(e => e.Metadata.Add(new AccessRule(scopes)));
        return endpoint;
    }

    /// <summary>Anybody may call it: it only reads what is public, or guards itself.</summary>
    public static TBuilder Open<TBuilder>(this TBuilder endpoint) where TBuilder : IEndpointConventionBuilder
    {
        endpoint.Add(e => e.Metadata.Add(new AccessRule([])));
        return endpoint;
    }

    /// <summary>
    /// A form on one of our pages: it must carry the page's <c>&lt;AntiforgeryToken /&gt;</c>. Without scopes anybody may
    /// send it.
    /// </summary>
    public static TBuilder Form<TBuilder>(this TBuilder endpoint, params string[] scopes) where TBuilder : IEndpointConventionBuilder
    {
        endpoint.Add(e => e.Metadata.Add(new AccessRule(scopes, Form: true)));
        return endpoint;
    }
}
