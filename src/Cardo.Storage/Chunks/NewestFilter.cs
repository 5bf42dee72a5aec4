namespace Cardo.Storage.Chunks;

/// <summary>A <see cref="SeriesFilter"/> in the numbers of the columns.</summary>
internal readonly record struct NewestFilter(bool[]? Types, bool Boxed, float MinX, float MinY, float MaxX, float MaxY, bool Bounded, double Least, double Greatest, int Most);
