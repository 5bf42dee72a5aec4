using System.Collections.Frozen;

namespace Cardo.Standards.NgsiLd;

/// <summary>
/// UN/CEFACT Recommendation 20 common codes, as <c>unitCode</c> carries them. A code that has not the form (one to
/// three capital letters and digits) is refused: "°C", "celsius" and "kmh" are mistakes the sender should hear of. The
/// recommendation grows every year, so a code that has the form is kept even when it is not in the table here, which
/// serves to show units to people.
/// </summary>
public static class UnitCodes
{
    static readonly FrozenDictionary<string, string> symbols = new Dictionary<string, string>
    {
        ["CEL"] = "°C",
        ["FAH"] = "°F",
        ["KEL"] = "K",
        ["P1"] = "%",
        ["C62"] = "",
        ["E48"] = "",
        ["MTR"] = "m",
        ["CMT"] = "cm",
        ["MMT"] = "mm",
        ["KMT"] = "km",
        ["INH"] = "in",
        ["FOT"] = "ft",
        ["4H"] = "µm",
        ["MTK"] = "m²",
        ["KMK"] = "km²",
        ["HAR"] = "ha",
        ["MTQ"] = "m³",
        ["LTR"] = "l",
        ["MLT"] = "ml",
        ["MTS"] = "m/s",
        ["KMH"] = "km/h",
        ["HM"] = "mph",
        ["MSK"] = "m/s²",
        ["GRM"] = "g",
        ["KGM"] = "kg",
        ["MGM"] = "mg",
        ["TNE"] = "t",
        ["SEC"] = "s",
        ["MIN"] = "min",
        ["HUR"] = "h",
        ["DAY"] = "d",
        ["WEE"] = "wk",
        ["MON"] = "mo",
        ["ANN"] = "a",
        ["C26"] = "ms",
        ["GQ"] = "µg/m³",
        ["GP"] = "mg/m³",
        ["59"] = "ppm",
        ["61"] = "ppb",
        ["M1"] = "mg/l",
        ["PAL"] = "Pa",
        ["A97"] = "hPa",
        ["KPA"] = "kPa",
        ["MBR"] = "mbar",
        ["BAR"] = "bar",
        ["VLT"] = "V",
        ["AMP"] = "A",
        ["4K"] = "mA",
        ["2Z"] = "mV",
        ["WTT"] = "W",
        ["KWT"] = "kW",
        ["MAW"] = "MW",
        ["WHR"] = "Wh",
        ["KWH"] = "kWh",
        ["MWH"] = "MWh",
        ["JOU"] = "J",
        ["KJO"] = "kJ",
        ["HTZ"] = "Hz",
        ["KHZ"] = "kHz",
        ["OHM"] = "Ω",
        ["LUX"] = "lx",
        ["CDL"] = "cd",
        ["LUM"] = "lm",
        ["D54"] = "W/m²",
        ["2N"] = "dB",
        ["DBM"] = "dBm",
        ["DD"] = "°",
        ["C81"] = "rad",
        ["MQH"] = "m³/h",
        ["MQS"] = "m³/s",
        ["G51"] = "l/s",
        ["L2"] = "l/min",
        ["H67"] = "mm/h",
        ["S4"] = "m²/s",
        ["D30"] = "TJ",
        ["D10"] = "S/m",
        ["H61"] = "mS/cm",
        ["BQL"] = "Bq",
        ["A18"] = "Bq/kg",
        ["C45"] = "nm",
        ["C18"] = "mmol",
        ["Q30"] = "pH",
        ["E37"] = "px",
        ["AD"] = "B",
        ["2P"] = "kB",
        ["4L"] = "MB",
        ["E34"] = "GB",
        ["B10"] = "bit/s",
        ["E20"] = "Mbit/s",
        ["EA"] = "",
        ["HUN"] = "",
        ["MIL"] = "",
        ["NMP"] = "",
        ["IE"] = "persons",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Has the form of a common code.</summary>
    public static bool HasForm(ReadOnlySpan<byte> code)
    {
        if (code.Length is < 1 or > 3) return false;
        foreach (var c in code)
            if (!char.IsAsciiLetterUpper((char)c) && !char.IsAsciiDigit((char)c)) return false;
        return true;
    }

    /// <summary>How people write the unit: <c>°C</c>; the code itself when the table doesn't have it, "" for a bare number.</summary>
    public static string Symbol(string? code) => code is null ? "" : symbols.GetValueOrDefault(code, code);

    public static bool IsKnown(string code) => symbols.ContainsKey(code);
}
