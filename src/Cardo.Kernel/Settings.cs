namespace Cardo.Kernel;

/// <summary>
/// What a city says of itself (city.yaml), what the machine says (CARDO_… in the environment) and what the command
/// line says, in rising order of weight. Rooms read their own section by dotted key: <c>sensing.late_s</c>.
/// </summary>
public sealed class Settings(IReadOnlyDictionary<string, string> values)
{
    readonly IReadOnlyDictionary<string, string> values = values;

    /// <summary>The folder with city.yaml, mappings and packs of this city; null for none.</summary>
    public string? CityDir { get; init; }

    /// <summary>Where this city keeps what it must not lose.</summary>
    public required string DataDir { get; init; }

    /// <summary><c>sqlite:FILE</c> or <c>postgres:CONNECTION-STRING</c>.</summary>
    public required string Store { get; init; }

    public int Port { get; init; } = 8080;

    public int MqttPort { get; init; } = 1883;

    /// <summary>The address servers bind to; 127.0.0.1 unless said otherwise.</summary>
    public string Bind { get; init; } = "127.0.0.1";

    /// <summary>A test client on 127.0.0.1 may write without a key. Refused when bound elsewhere.</summary>
    public bool TrustLoopback { get; init; }

    public string? Text(string key) => values.GetValueOrDefault(key);

    public string Text(string key, string otherwise) => values.GetValueOrDefault(key) ?? otherwise;

    public double Number(string key, double otherwise) =>
        double.TryParse(Text(key), System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : otherwise;

    public bool Flag(string key, bool otherwise = false) => bool.TryParse(Text(key), out var flag) ? flag : otherwise;

    /// <summary>Every key under <paramref name="prefix"/> (without it), in order.</summary>
    public IEnumerable<KeyValuePair<string, string>> Section(string prefix) =>
        values.Where(v => v.Key.StartsWith(prefix + ".", StringComparison.Ordinal))
            .Select(v => KeyValuePair.Create(v.Key[(prefix.Length + 1)..], v.Value)).OrderBy(v => v.Key, StringComparer.Ordinal);

    /// <summary>The same city, kept elsewhere on its own.</summary>
    public Settings KeptIn(string dataDir) => new(values)
    {
        CityDir = CityDir,
        DataDir = dataDir,
        Store = "sqlite:" + Path.Combine(dataDir, "city.db"),
        Port = Port,
        MqttPort = MqttPort,
        Bind = Bind,
        TrustLoopback = TrustLoopback,
    };

    /// <summary>The city's name as its residents write it.</summary>
    public string CityName => Text("name", "Cardo");

    /// <summary>IANA time zone in which the city reads its clocks.</summary>
    public TimeZoneInfo Zone => TimeZoneInfo.TryFindSystemTimeZoneById(Text("time_zone", "UTC"), out var zone) ? zone : TimeZoneInfo.Utc;
}
