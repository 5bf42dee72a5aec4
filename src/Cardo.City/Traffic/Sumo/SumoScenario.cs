using System.Globalization;
using System.Text.RegularExpressions;
using Cardo.Kernel;
using Cardo.Traffic.Networks;

namespace Cardo.Traffic.Sumo;

/// <summary>What a SUMO configuration names: network, further files and the hour.</summary>
/// <param name="Begin_s">in the simulation's own seconds</param>
/// <param name="End_s">an hour after the beginning where the configuration says none</param>
internal sealed partial record SumoScenario(string File, string NetworkFile, IReadOnlyList<string> Additional, IReadOnlyList<string> Routes, double Begin_s, double End_s)
{
    public static Outcome<SumoScenario> Read(string file)
    {
        string? network = null;
        string[] additional = [], routes = [];
        double begin = 0, end = -1;
        var folder = Path.GetDirectoryName(Path.GetFullPath(file)) ?? ".";
        // As SUMO reads them: blanks belong to a name, and what stands as ${NAME} comes from the environment.
        string[] Files(string? value) => [.. Named(value ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(f => Path.Combine(folder, f))];
        var read = ReadNetwork.Each(file, x =>
        {
            var value = x.GetAttribute("value") ?? x.GetAttribute("v");
            switch (x.Name)
            {
                case "net-file" or "n" or "net": network = Files(value).FirstOrDefault(); break;
                case "additional-files" or "a" or "additional": additional = Files(value); break;
                case "route-files" or "r": routes = Files(value); break;
                case "begin" or "b": begin = Seconds(value) ?? 0; break;
                case "end" or "e": end = Seconds(value) ?? -1; break;
            }
        });
        if (!read.Try(out _, out var refusal)) return refusal;
        if (network is null) return Refusal.Bad("network-unnamed", $"{file} names no network (net-file); is it a SUMO configuration (*.sumocfg)?");
        return new SumoScenario(Path.GetFullPath(file), network, additional, routes, begin, end > begin ? end : begin + 3600);
    }

    static string Named(string value) => value.Contains("${", StringComparison.Ordinal) ? Variable().Replace(value, m => Environment.GetEnvironmentVariable(m.Groups[1].Value) ?? m.Value) : value;

    [GeneratedRegex(@"\$\{(\w+)\}", RegexOptions.NonBacktracking)]
    private static partial Regex Variable();

    /// <summary>Seconds, or d:hh:mm:ss as SUMO writes times too.</summary>
    static double? Seconds(string? text)
    {
        if (text is null) return null;
        double sum = 0;
        double[] units = [1, 60, 3600, 86400];
        var parts = text.Split(':');
        if (parts.Length > 4) return null;
        for (var i = 0; i < parts.Length; i++)
        {
            if (!double.TryParse(parts[^(i + 1)], NumberStyles.Float, CultureInfo.InvariantCulture, out var part)) return null;
            sum += part * units[i];
        }
        return sum;
    }
}
