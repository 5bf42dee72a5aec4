using System.Globalization;

namespace Cardo.Standards.Snmp;

/// <summary>An object identifier: at most 128 numbers of 32 bits (RFC 2578, 3.5). Two are compared number by number, the order of GETNEXT.</summary>
public readonly struct Oid : IEquatable<Oid>, IComparable<Oid>
{
    public const int MostParts = 128;

    readonly uint[]? parts;

    Oid(uint[] parts) => this.parts = parts;

    public ReadOnlySpan<uint> Parts => parts;

    /// <summary>Of numbers that are known to be good; more than 128 are a bug.</summary>
    public static Oid Of(params ReadOnlySpan<uint> parts) => parts.Length is >= 2 and <= MostParts && parts[0] <= 2 && (parts[0] == 2 || parts[1] < 40)
        ? new Oid(parts.ToArray()) : throw new ArgumentException("these numbers make no object identifier", nameof(parts));

    public static bool TryOf(ReadOnlySpan<uint> parts, out Oid oid)
    {
        oid = default;
        if (parts.Length is < 2 or > MostParts || parts[0] > 2 || (parts[0] < 2 && parts[1] >= 40)) return false;
        oid = new Oid(parts.ToArray());
        return true;
    }

    /// <summary>Reads "1.3.6.1"; false for anything else.</summary>
    public static bool TryParse(string? text, out Oid oid)
    {
        oid = default;
        if (text is null || text.Length > 11 * MostParts) return false;
        var words = text.Split('.');
        var parts = new uint[words.Length];
        for (var i = 0; i < words.Length; i++)
            if (!uint.TryParse(words[i], NumberStyles.None, CultureInfo.InvariantCulture, out parts[i])) return false;
        return TryOf(parts, out oid);
    }

    /// <summary>This one with more numbers after it: a column, a row.</summary>
    public Oid Plus(params ReadOnlySpan<uint> more) => Of([.. parts ?? [], .. more]);

    public bool Below(Oid root) => Parts.Length > root.Parts.Length && Parts[..root.Parts.Length].SequenceEqual(root.Parts);

    public bool Equals(Oid other) => Parts.SequenceEqual(other.Parts);

    public int CompareTo(Oid other) => Parts.SequenceCompareTo(other.Parts);

    public override bool Equals(object? obj) => obj is Oid other && Equals(other);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var part in Parts) hash.Add(part);
        return hash.ToHashCode();
    }

    public override string ToString() => string.Join('.', parts ?? []);

    public static bool operator ==(Oid a, Oid b) => a.Equals(b);

    public static bool operator !=(Oid a, Oid b) => !a.Equals(b);
}
