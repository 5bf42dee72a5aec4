using System.Text;

namespace Cardo.Standards.NgsiLd;

/// <summary>What a value is made of.</summary>
public enum ValueKind : byte { None, Number, Bool, Text, Json, Geo }

/// <summary>
/// The value of an attribute: a number, a boolean, a text, a geometry or any other JSON kept as its compact UTF-8.
/// Whole numbers beyond 2^53 and numbers with more digits than a double keeps stay <see cref="ValueKind.Json"/>,
/// so that what went in comes out.
/// </summary>
public readonly struct Value : IEquatable<Value>
{
    readonly object? inner;

    Value(ValueKind kind, double number, object? inner) => (Kind, Number, this.inner) = (kind, number, inner);

    public ValueKind Kind { get; }

    /// <summary>The number, or 1/0 for a boolean; NaN for anything else.</summary>
    public double Number { get; }

    public bool IsTrue => Kind == ValueKind.Bool && Number != 0;

    /// <summary>The text; null unless <see cref="ValueKind.Text"/>.</summary>
    public string? Text => inner as string;

    /// <summary>Compact UTF-8 JSON; empty unless <see cref="ValueKind.Json"/>.</summary>
    public ReadOnlyMemory<byte> Json => inner as byte[];

    /// <summary>The geometry; null unless <see cref="ValueKind.Geo"/>.</summary>
    public GeoValue? Geo => inner as GeoValue;

    public static Value Of(double number) => new(ValueKind.Number, number, null);

    public static Value Of(bool flag) => new(ValueKind.Bool, flag ? 1 : 0, null);

    public static Value Of(string text) => new(ValueKind.Text, double.NaN, text);

    public static Value Of(GeoValue geometry) => new(ValueKind.Geo, double.NaN, geometry);

    /// <param name="utf8">compact JSON; the array becomes the value's own</param>
    public static Value OfJson(byte[] utf8) => new(ValueKind.Json, double.NaN, utf8);

    public bool Equals(Value other) => Kind == other.Kind && Kind switch
    {
        ValueKind.Number or ValueKind.Bool => Number.Equals(other.Number),
        ValueKind.Text => Text == other.Text,
        ValueKind.Json => Json.Span.SequenceEqual(other.Json.Span),
        ValueKind.Geo => Geo!.Same(other.Geo!),
        _ => true,
    };

    public override bool Equals(object? obj) => obj is Value other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(Kind, Number, Text);

    public override string ToString() => Kind switch
    {
        ValueKind.Number => Number.ToString(System.Globalization.CultureInfo.InvariantCulture),
        ValueKind.Bool => IsTrue ? "true" : "false",
        ValueKind.Text => Text!,
        ValueKind.Json => Encoding.UTF8.GetString(Json.Span),
        ValueKind.Geo => Encoding.UTF8.GetString(Geo!.Json.Span),
        _ => "",
    };
}
