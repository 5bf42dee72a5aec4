using System.Collections.Frozen;

namespace Cardo.Sensing.Judging;

/// <summary>
/// What the city's usual properties can be. Bounds are wide: they mark what can't be true, not what is rare
/// (temperature and wind: WMO records; concentrations: the ranges of reference instruments). Profiles narrow them.
/// Names are those of Smart Data Models. A property with two usual units (humidity as share or percent) has no unit here.
/// </summary>
internal static class ObservedProperties
{
    const double None = double.NaN;

    // name, unit, least, greatest, most per minute, stuck after seconds
    static readonly (string Name, string? Unit, double Min, double Max, double PerMinute, int Stuck_s)[] rows =
    [
        ("temperature", "CEL", -90, 70, 10, 12 * 3600),
        ("surfaceTemperature", "CEL", -90, 100, 15, 12 * 3600),
        ("waterTemperature", "CEL", -5, 60, 5, 48 * 3600),
        ("soilTemperature", "CEL", -40, 70, 5, 48 * 3600),
        ("dewPoint", "CEL", -90, 40, 10, 24 * 3600),
        ("feelsLikeTemperature", "CEL", -100, 80, 15, 24 * 3600),
        ("relativeHumidity", null, 0, 100, None, 24 * 3600),
        ("humidity", null, 0, 100, None, 24 * 3600),
        ("atmosphericPressure", "A97", 500, 1100, 10, 24 * 3600),
        ("windSpeed", "MTS", 0, 115, None, 24 * 3600),
        ("gustSpeed", "MTS", 0, 130, None, 48 * 3600),
        ("windDirection", "DD", -180, 360, None, 48 * 3600),
        ("precipitation", "MMT", 0, 500, None, 0),
        ("illuminance", "LUX", 0, 200_000, None, 36 * 3600),
        ("solarRadiation", "D54", 0, 2_000, None, 36 * 3600),
        ("uvIndexMax", null, 0, 25, None, 0),
        ("pm1", "GQ", 0, 2_000, 1_000, 24 * 3600),
        ("pm25", "GQ", 0, 2_000, 1_000, 24 * 3600),
        ("pm10", "GQ", 0, 5_000, 2_500, 24 * 3600),
        ("no2", "GQ", 0, 2_000, 1_000, 24 * 3600),
        ("no", "GQ", 0, 3_000, 1_500, 24 * 3600),
        ("o3", "GQ", 0, 1_200, 500, 24 * 3600),
        ("so2", "GQ", 0, 5_000, 2_500, 24 * 3600),
        ("co", null, 0, 100_000, None, 24 * 3600),
        ("co2", "59", 200, 40_000, 10_000, 24 * 3600),
        ("airQualityIndex", null, 0, 1_000, None, 48 * 3600),
        ("LAeq", "2N", 0, 160, None, 6 * 3600),
        ("LAmax", "2N", 0, 194, None, 6 * 3600),
        ("noiseLevel", "2N", 0, 160, None, 6 * 3600),
        ("waterLevel", "MTR", -500, 9_000, 2, 14 * 86_400),
        ("floodLevel", "MTR", -1, 15, 2, 0),
        ("flow", "MQS", -100_000, 400_000, None, 14 * 86_400),
        ("ph", "Q30", 0, 14, 3, 7 * 86_400),
        ("turbidity", "NTU", 0, 10_000, None, 7 * 86_400),
        ("conductivity", "D10", 0, 20, None, 7 * 86_400),
        ("soilMoisture", null, 0, 100, None, 14 * 86_400),
        ("batteryLevel", null, 0, 100, None, 0),
        ("batteryVoltage", "VLT", 0, 60, None, 0),
        ("rssi", "DBM", -200, 20, None, 0),
        ("snr", "2N", -60, 80, None, 0),
        ("voltage", "VLT", 0, 1_000, None, 0),
        ("current", "AMP", -10_000, 10_000, None, 0),
        ("activePower", "WTT", -1e9, 1e9, None, 0),
        ("powerConsumption", "WTT", 0, 1e9, None, 0),
        ("energyConsumed", "KWH", 0, 1e12, None, 0),
        ("illuminanceLevel", null, 0, 100, None, 0),
        ("fillingLevel", null, 0, 100, None, 30 * 86_400),
        ("intensity", null, 0, 20_000, None, 24 * 3600),
        ("occupancy", null, 0, 100, None, 48 * 3600),
        ("averageVehicleSpeed", "KMH", 0, 350, None, 24 * 3600),
        ("speed", "KMH", 0, 350, None, 0),
        ("heading", "DD", -180, 360, None, 0),
        ("bearing", "DD", -180, 360, None, 0),
        ("availableSpotNumber", null, 0, 100_000, None, 7 * 86_400),
        ("peopleCount", null, 0, 1_000_000, None, 0),
    ];

    static readonly FrozenDictionary<string, ObservedProperty> table = rows.ToFrozenDictionary(
        r => r.Name, r => new ObservedProperty(r.Name, "", r.Unit, r.Min, r.Max, r.PerMinute, r.Stuck_s), StringComparer.Ordinal);

    public static IEnumerable<ObservedProperty> All => table.Values;

    /// <summary>The property of this short name, or null when nothing is known about it.</summary>
    public static ObservedProperty? Find(string name) => table.GetValueOrDefault(name);
}
