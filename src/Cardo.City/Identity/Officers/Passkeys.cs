using Cardo.Kernel;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace Cardo.Identity.Officers;

/// <summary>What a page hands to the browser, and the sealed state that its form brings back.</summary>
public sealed record Begun(string OptionsJson, string Sealed);

/// <summary>A passkey that was just made, and the ceremony it belongs to.</summary>
internal sealed record Made(CeremonyState State, UserPasskeyInfo Passkey);

/// <summary>WebAuthn ceremonies (W3C WebAuthn Level 3) by ASP.NET Core's handler; each is used up by one success.</summary>
internal sealed class Passkeys(Ceremony ceremony)
{
    const int LongestCredential = 64 * 1024;

    public const string Login = "login";
    public const string Enrol = "enrol";
    public const string Add = "add";

    static Refusal Stale { get; } = Refusal.Conflict("ceremony-stale", "The page was open for too long or its passkey was used already: load it again.");

    static Refusal Wrong { get; } = new(RefusalKind.Forbidden, "passkey-wrong", "This passkey was not accepted.");

    static IPasskeyHandler<Officer> Handler(HttpContext http) => http.RequestServices.GetRequiredService<IPasskeyHandler<Officer>>();

    public async Task<Begun> BeginLogin(HttpContext http)
    {
        // No officer is named: the browser offers what it has for this site, and nobody learns who is enrolled.
        var options = await Handler(http).MakeRequestOptionsAsync(null, http);
        return new Begun(options.RequestOptionsJson, ceremony.Seal(new CeremonyState(Login, options.AssertionState ?? "", "", "")));
    }

    public async Task<Begun> BeginMaking(HttpContext http, string purpose, string officer, string name)
    {
        var options = await Handler(http).MakeCreationOptionsAsync(new PasskeyUserEntity { Id = officer, Name = name, DisplayName = name }, http);
        return new Begun(options.CreationOptionsJson, ceremony.Seal(new CeremonyState(purpose, options.AttestationState ?? "", officer, name)));
    }

    /// <summary>Who signed in. Refusals: <c>ceremony-stale</c>, <c>passkey-wrong</c>.</summary>
    public async Task<Outcome<(Officer Officer, UserPasskeyInfo Passkey)>> FinishLogin(HttpContext http, string? sealedState, string? credential)
    {
        if (ceremony.Open(sealedState, Login) is not { } state) return Stale;
        if (credential is not { Length: > 0 and < LongestCredential }) return Wrong;
        var result = await Tolerant(() => Handler(http).PerformAssertionAsync(new PasskeyAssertionContext { HttpContext = http, CredentialJson = credential, AssertionState = state.State }));
        if (result is not { Succeeded: true }) return Wrong;
        return ceremony.Spend(sealedState!) ? (result.User, result.Passkey) : Stale;
    }

    /// <summary>The passkey that was made. Refusals: <c>ceremony-stale</c>, <c>passkey-wrong</c>.</summary>
    public async Task<Outcome<Made>> FinishMaking(HttpContext http, string purpose, string? sealedState, string? credential)
    {
        if (ceremony.Open(sealedState, purpose) is not { } state) return Stale;
        if (credential is not { Length: > 0 and < LongestCredential }) return Wrong;
        var result = await Tolerant(() => Handler(http).PerformAttestationAsync(new PasskeyAttestationContext { HttpContext = http, CredentialJson = credential, AttestationState = state.State }));
        if (result is not { Succeeded: true }) return Wrong;
        if (!ceremony.Spend(sealedState!)) return Stale;
        result.Passkey.Name = Browsers.Name(http.Request.Headers.UserAgent.ToString());
        return new Made(state, result.Passkey);
    }

    /// <summary>
    /// The handler says no by a result, but also by exceptions of several kinds (a replayed or malformed credential).
    /// To the caller all of them are the same no; only a request that went away is not.
    /// </summary>
    static async Task<T?> Tolerant<T>(Func<Task<T>> perform) where T : class
    {
        try
        {
            return await perform();
        }
        catch (Exception e) when (e is PasskeyException or InvalidOperationException or ArgumentException or FormatException or System.Text.Json.JsonException
            or System.Security.Cryptography.CryptographicException or IndexOutOfRangeException or NotSupportedException)
        {
            return null;
        }
    }
}
