using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Cardo.Kernel;
using Microsoft.AspNetCore.DataProtection;

namespace Cardo.Identity.Officers;

/// <summary>What a passkey ceremony must remember between its page and its form.</summary>
/// <param name="Purpose"><c>enrol</c>, <c>login</c> or <c>add</c></param>
/// <param name="State">the framework's own: challenge and expectations</param>
/// <param name="Officer">whom it is about; empty for a login</param>
/// <param name="Name">the name a new officer gave</param>
internal sealed record CeremonyState(string Purpose, string State, string Officer, string Name);

/// <summary>
/// Carries a ceremony's state through the browser, sealed: nobody can fill our memory by asking for pages. It holds for
/// five minutes and for one success: what was used is remembered until it would have expired anyway.
/// </summary>
internal sealed class Ceremony(IDataProtectionProvider protection, TimeProvider clock)
{
    static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    readonly IDataProtector protector = protection.CreateProtector("cardo.identity.ceremony.v1");
    readonly ConcurrentDictionary<string, long> spent = new(StringComparer.Ordinal);

    public string Seal(CeremonyState state) =>
        protector.Protect($"{clock.NowUs() + (long)Lifetime.TotalMicroseconds} {JsonSerializer.Serialize(state)}");

    /// <summary>The state, if the seal is whole, for this purpose, in time and unspent.</summary>
    public CeremonyState? Open(string? sealedState, string purpose)
    {
        if (sealedState is not { Length: > 0 and < 16_384 }) return null;
        try
        {
            var text = protector.Unprotect(sealedState);
            var space = text.IndexOf(' ');
            if (clock.NowUs() >= long.Parse(text.AsSpan(0, space), CultureInfo.InvariantCulture)) return null;
            return spent.ContainsKey(Mark(sealedState)) || JsonSerializer.Deserialize<CeremonyState>(text.AsSpan(space + 1)) is not { } state || state.Purpose != purpose ? null : state;
        }
        catch (CryptographicException)
        {
            return null; // not sealed by us
        }
    }

    /// <summary>Uses it up; false when somebody was quicker.</summary>
    public bool Spend(string sealedState)
    {
        var now = clock.NowUs();
        foreach (var (mark, until) in spent)
            if (until < now) spent.TryRemove(mark, out _);
        return spent.TryAdd(Mark(sealedState), now + (long)Lifetime.TotalMicroseconds);
    }

    static string Mark(string sealedState) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(sealedState)));
}
