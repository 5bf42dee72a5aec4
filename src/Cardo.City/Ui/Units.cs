using System.Collections.Frozen;

namespace Cardo.Ui;

/// <summary>How UN/CEFACT common codes (Recommendation 20) are written for people.</summary>
public static class Units
{
    static readonly FrozenDictionary<string, string> Signs = new Dictionary<string, string>
    {
        ["CEL"] = "°C", ["FAH"] = "°F", ["KEL"] = "K", ["P1"] = "%", ["GQ"] = "µg/m³", ["GP"] = "mg/m³", ["59"] = "ppm", ["61"] = "ppb",
        ["MTR"] = "m", ["CMT"] = "cm", ["MMT"] = "mm", ["KMT"] = "km", ["MTK"] = "m²", ["HAR"] = "ha", ["MTQ"] = "m³", ["LTR"] = "L",
        ["MTS"] = "m/s", ["KMH"] = "km/h", ["H67"] = "mm/h", ["MQS"] = "m³/s", ["L2"] = "L/min", ["G51"] = "L/s",
        ["LUX"] = "lx", ["WTT"] = "W", ["KWT"] = "kW", ["KWH"] = "kWh", ["WHR"] = "Wh", ["VLT"] = "V", ["2Z"] = "mV", ["AMP"] = "A", ["4K"] = "mA", ["HTZ"] = "Hz",
        ["A97"] = "hPa", ["PAL"] = "Pa", ["KPA"] = "kPa", ["BAR"] = "bar", ["2N"] = "dB", ["DBM"] = "dBm", ["DD"] = "°",
        ["SEC"] = "s", ["MIN"] = "min", ["HUR"] = "h", ["DAY"] = "d", ["C26"] = "ms", ["GRM"] = "g", ["KGM"] = "kg", ["TNE"] = "t",
        ["C62"] = "", ["E30"] = "", ["D54"] = "W/m²", ["NTU"] = "NTU", ["Q30"] = "pH", ["D33"] = "T", ["SMI"] = "mi", ["CUR"] = "Ci",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The sign of a code; the code itself where it isn't known, so that nothing is hidden; empty for none.</summary>
    public static string Sign(string? code) => code is null ? "" : Signs.GetValueOrDefault(code, code);
}
