using Cardo.Kernel;

namespace Cardo.Identity.Keys;

/// <summary>What can be asked for.</summary>
internal static class KeyRules
{
    const int LongestSubject = 256;

    /// <summary>Why this can't be issued; null when it can.</summary>
    public static Refusal? Fault(KeyRequest request, TimeSpan longest)
    {
        if (request.Subject.Length is 0 or > LongestSubject || request.Subject.Any(c => char.IsControl(c) || char.IsSurrogate(c)))
            return Refusal.Bad("key-subject", $"A key is for something that has a name of 1 to {LongestSubject} characters.");
        // A device's id stands in its topics and is its MQTT user name.
        if (request.Kind == KeyKind.Device && request.Subject.AsSpan().IndexOfAny("/+# \"\\<>") >= 0)
            return Refusal.Bad("key-subject", "A device's id has no space and none of / + # \" \\ < >.");
        if (request.Kind == KeyKind.Device && request.Scopes.Any(s => s != Scopes.SensingOwn))
            return Refusal.Bad("key-scopes", "A device's key may send that device's observations and nothing else: ask for a token instead.");
        if (request.Kind == KeyKind.Token && request.Scopes.Count == 0)
            return Refusal.Bad("key-scopes", $"A token needs at least one scope of {string.Join(", ", Scopes.All)}.");
        if (request.Kind == KeyKind.Token && request.Scopes.FirstOrDefault(s => !Scopes.All.Contains(s)) is { } unknown)
            return Refusal.Bad("key-scope-unknown", $"There is no scope \"{unknown}\"; there are {string.Join(", ", Scopes.All)}.");
        if (request.Lifetime is { } lifetime && (lifetime <= TimeSpan.Zero || lifetime > longest))
            return Refusal.Bad("key-lifetime", "A key lives for more than nothing and at most a hundred years.");
        return null;
    }
}
