namespace Cardo.Kernel;

/// <summary>A unit of measure as UN/CEFACT Recommendation 20 codes it.</summary>
/// <param name="Code">the common code, two or three characters: CEL</param>
/// <param name="Symbol">as people write it: °C; empty for a bare number</param>
/// <param name="Name">in English, singular</param>
/// <param name="Dimension">what it measures: two units of one dimension can be converted into each other</param>
public sealed record Unit(string Code, string Symbol, string Name, string Dimension);
