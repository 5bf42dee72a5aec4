using System.CommandLine;
using Cardo.Kernel;
using Cardo.Storage;

namespace Cardo.Server.Commands;

/// <summary>The options that say which city and where it is kept; the same on every command.</summary>
internal sealed class StoreOptions
{
    public Option<string?> City { get; } = new("--city") { Description = "folder with the city's city.yaml, mappings, rules and layers" };
    public Option<string?> Data { get; } = new("--data") { Description = "folder where the city's data is kept (default: data/NAME)" };
    public Option<string?> Store { get; } = new("--store") { Description = "sqlite:FILE or postgres:CONNECTION-STRING (default: SQLite in the data folder)" };

    public void AddTo(Command command)
    {
        command.Options.Add(City);
        command.Options.Add(Data);
        command.Options.Add(Store);
    }

    /// <summary>The settings that these options and the city's own file come to.</summary>
    public Outcome<Settings> Read(ParseResult parsed, string? city = null, Dictionary<string, string?>? more = null)
    {
        city = parsed.GetValue(City) ?? city;
        var flags = more ?? [];
        flags["data_dir"] = parsed.GetValue(Data) ?? flags.GetValueOrDefault("data_dir") ?? (city is null ? null : Path.Combine("data", Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(city)))));
        flags["store"] = parsed.GetValue(Store);
        return SettingsReader.Read(city, flags);
    }

    /// <summary>The settings of a city that is kept already: with no <c>--data</c> and no <c>--city</c>, the one folder under data/.</summary>
    public Outcome<Settings> ReadKept(ParseResult parsed)
    {
        if (parsed.GetValue(Data) is not null || parsed.GetValue(City) is not null || parsed.GetValue(Store) is not null) return Read(parsed);
        var kept = Directory.Exists("data") ? Directory.GetDirectories("data").Where(d => File.Exists(Path.Combine(d, "city.db"))).Order(StringComparer.Ordinal).ToArray() : [];
        if (kept.Length > 1) return Refusal.Bad("which-city", $"Say which city with --data: {string.Join(", ", kept)}.");
        return Read(parsed, null, new Dictionary<string, string?> { ["data_dir"] = kept.FirstOrDefault() });
    }

    /// <summary>As <see cref="ReadKept"/>, and refused where no city is kept: a mistyped folder must not become an empty city.</summary>
    public Outcome<Settings> ReadThere(ParseResult parsed) =>
        ReadKept(parsed).Then(settings => Db.Missing(settings.Store, settings.DataDir) is { } missing ? missing : (Outcome<Settings>)settings);
}
