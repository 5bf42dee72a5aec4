using System.Collections.Frozen;

namespace Cardo.Kernel;

/// <summary>
/// Units by their UN/CEFACT common code (Recommendation 20, revision 17), as <c>unitCode</c> of NGSI-LD and payload
/// profiles carry them. Values are never converted before they are kept; a unit is what pages write behind a number.
/// </summary>
public static class Units
{
    static readonly FrozenDictionary<string, Unit> byCode = UnitTable.Rows.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(row => row.Split('|')).Select(cells => new Unit(cells[0].Trim(), cells[1].Trim(), cells[2].Trim(), cells[3].Trim()))
        .ToFrozenDictionary(unit => unit.Code, StringComparer.Ordinal);

    // One symbol may stand for several codes (kg of two kinds); the one written first in the table is meant.
    static readonly FrozenDictionary<string, Unit> bySymbol = byCode.Values.Where(u => u.Symbol.Length > 0)
        .GroupBy(u => u.Symbol, StringComparer.Ordinal)
        .ToFrozenDictionary(g => g.Key, g => g.MinBy(u => UnitTable.Rows.IndexOf("\n" + u.Code, StringComparison.Ordinal))!, StringComparer.Ordinal);

    public static IEnumerable<Unit> All => byCode.Values;

    public static Unit? Find(string code) => byCode.GetValueOrDefault(code);

    public static bool Known(string code) => byCode.ContainsKey(code);

    /// <summary>The unit people write with this symbol: °C, %, µg/m³, km/h.</summary>
    public static Unit? BySymbol(string symbol) => bySymbol.GetValueOrDefault(symbol);

    /// <summary>What to write behind the number: the symbol, or the code itself where it is unknown; empty for none.</summary>
    public static string Symbol(string? code) => code is null ? "" : Find(code)?.Symbol ?? code;

    /// <summary>The refusal of a code nobody knows, with the near miss most people make.</summary>
    public static Refusal Unknown(string code)
    {
        var meant = BySymbol(code) ?? Find(code.ToUpperInvariant());
        return Refusal.Bad("unknown-unit", $"'{Clip(code)}' is not a UN/CEFACT common code{(meant is null ? "" : $"; {meant.Name} is '{meant.Code}'")}.");
    }

    static string Clip(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
