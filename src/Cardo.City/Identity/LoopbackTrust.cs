using System.Net;
using Cardo.Kernel;

namespace Cardo.Identity;

/// <summary>The rule of <c>--trust-loopback</c>.</summary>
public static class LoopbackTrust
{
    /// <summary>
    /// What to print before the server starts: a warning where loopback is trusted, null where it isn't. The refusal
    /// <c>trust-loopback-bound</c> must end the start: bound elsewhere, the whole network could come in through a
    /// forwarder on this machine.
    /// </summary>
    public static Outcome<string?> Check(Settings settings)
    {
        if (!settings.TrustLoopback) return (string?)null;
        var bound = settings.Bind == "localhost" || (IPAddress.TryParse(settings.Bind, out var address) && IPAddress.IsLoopback(address));
        return bound
            ? "WARNING: --trust-loopback is on: every program on this machine may write without a key. For tests only."
            : Refusal.Bad("trust-loopback-bound", $"--trust-loopback is refused because Cardo is bound to {settings.Bind}: bind to 127.0.0.1, or give your clients keys (cardo token add).");
    }
}
