namespace Cardo.Standards.Mvt;

/// <summary>
/// A square of the world in the scheme every slippy map uses: zoom 0 is one tile, each zoom quarters it, x grows east,
/// y grows south. World coordinates here are Web Mercator scaled to [0, 1], y from the north.
/// </summary>
public readonly record struct TileId(int Z, int X, int Y)
{
    /// <summary>A double still tells cells of 1/4096 tile apart at this zoom.</summary>
    public const int MaxZoom = 24;

    /// <summary>The latitude at which the Mercator square ends, degrees.</summary>
    public const double MaxLatitude = 85.05112877980659;

    public bool Exists => Z is >= 0 and <= MaxZoom && X >= 0 && Y >= 0 && X < 1L << Z && Y < 1L << Z;

    /// <summary>Width of the tile in world units.</summary>
    public double Span => 1.0 / (1L << Z);

    /// <summary>West edge in world units.</summary>
    public double West => X * Span;

    /// <summary>North edge in world units.</summary>
    public double North => Y * Span;

    /// <summary>Longitude in degrees to world x.</summary>
    public static double WorldX(double lon) => (Math.Clamp(lon, -180, 180) + 180) / 360;

    /// <summary>Latitude in degrees to world y; beyond the square it stays at its edge.</summary>
    public static double WorldY(double lat)
    {
        var sin = Math.Sin(Math.Clamp(lat, -MaxLatitude, MaxLatitude) * Math.PI / 180);
        return Math.Clamp(0.5 - Math.Log((1 + sin) / (1 - sin)) / (4 * Math.PI), 0, 1);
    }

    /// <summary>World x to longitude in degrees.</summary>
    public static double Longitude(double x) => x * 360 - 180;

    /// <summary>World y to latitude in degrees.</summary>
    public static double Latitude(double y) => Math.Atan(Math.Sinh(Math.PI * (1 - 2 * y))) * 180 / Math.PI;

    /// <summary>The tile at a zoom in which a place lies, degrees.</summary>
    public static TileId At(int z, double lon, double lat)
    {
        var n = 1L << z;
        return new TileId(z, (int)Math.Clamp((long)(WorldX(lon) * n), 0, n - 1), (int)Math.Clamp((long)(WorldY(lat) * n), 0, n - 1));
    }
}
