using Cardo.Cases.Profile;

namespace Cardo.Cases.Dispatch;

/// <summary>What the model tells: the service a case is about and the department that does it, as one label.</summary>
internal static class DispatchLabel
{
    const char Between = '>';

    public static string Of(string service, string unit) => service + Between + unit;

    /// <returns>null for one whose service or department the city no longer has</returns>
    public static (string Service, string Unit)? Read(string label, CityProfile profile)
    {
        var at = label.LastIndexOf(Between);
        if (at <= 0) return null;
        var (service, unit) = (label[..at], label[(at + 1)..]);
        return profile.Services.ContainsKey(service) && profile.Units.ContainsKey(unit) ? (service, unit) : null;
    }
}
