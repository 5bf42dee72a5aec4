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

/// <summary>Marks an endpoint whose standard has callers bring their key as a field of the form or of the query.</summary>
/// <param name="Field">the field's name</param>
public sealed record KeyInForm(string Field);

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

    /// <summary>The caller's key may come as this field of the query or of a form of at most 64 kB; longer forms bring it in a header, or count as nobody's until they are read.</summary>
    public static TBuilder KeyIn<TBuilder>(this TBuilder endpoint, string field) where TBuilder : IEndpointConventionBuilder
    {
        endpoint.Add(e => e.Metadata.Add(new KeyInForm(field)));
        return endpoint;
    }
}
