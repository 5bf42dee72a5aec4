namespace Cardo.Identity.Officers;

/// <summary>What a browser may be called in a list of passkeys and sessions: enough for its owner to know it again.</summary>
internal static class Browsers
{
    // Order matters: each later one also names those before it.
    static readonly (string Sign, string Name)[] Programs = [("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari")];
    static readonly (string Sign, string Name)[] Systems = [("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux")];

    public static string Name(string agent)
    {
        string program = Find(Programs, agent), system = Find(Systems, agent);
        return (program, system) switch { ("", "") => "?", (_, "") => program, ("", _) => system, _ => $"{program}, {system}" };
    }

    static string Find((string Sign, string Name)[] known, string agent) => known.FirstOrDefault(k => agent.Contains(k.Sign, StringComparison.Ordinal)).Name ?? "";
}
