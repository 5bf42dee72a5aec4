using System.Collections.Concurrent;
using System.Globalization;
using ProjNet.CoordinateSystems;
using ProjNet.CoordinateSystems.Transformations;

namespace Cardo.Sensing.Import;

/// <summary>
/// From a coordinate system, named by its EPSG code, to longitude and latitude on WGS 84. Coordinates always come as
/// east (or longitude) first, whatever the register says of the axes: that is how files have them.
/// </summary>
internal sealed class Projection
{
    static readonly ConcurrentDictionary<int, Projection?> Known = new();
    static readonly Lazy<Dictionary<int, string>> Wkts = new(ReadWkts);

    readonly MathTransform transform;

    Projection(int epsg, string wkt)
    {
        Epsg = epsg;
        var source = (CoordinateSystem)new CoordinateSystemFactory().CreateFromWkt(wkt);
        Degrees = source is GeographicCoordinateSystem;
        transform = new CoordinateTransformationFactory().CreateFromCoordinateSystems(source, GeographicCoordinateSystem.WGS84).MathTransform;
    }

    public int Epsg { get; }

    /// <summary>Its numbers are degrees already (4326, 3824, …).</summary>
    public bool Degrees { get; }

    /// <summary>The codes that are known, UTM zones aside.</summary>
    public static IEnumerable<int> Codes => Wkts.Value.Keys.Order();

    /// <summary>Null when the code isn't known.</summary>
    public static Projection? Of(int epsg) => Known.GetOrAdd(epsg, code =>
        Wkt(code) is { } wkt ? new Projection(code, wkt) : null);

    public (double Lon, double Lat) ToWgs84(double x, double y)
    {
        if (Epsg == 4326) return (x, y);
        var (lon, lat) = transform.Transform(x, y);
        return (lon, lat);
    }

    static string? Wkt(int epsg)
    {
        if (Wkts.Value.TryGetValue(epsg, out var wkt)) return wkt;
        var (zone, south, geographic) = epsg switch
        {
            >= 32601 and <= 32660 => (epsg - 32600, false, 4326),
            >= 32701 and <= 32760 => (epsg - 32700, true, 4326),
            >= 25828 and <= 25838 => (epsg - 25800, false, 4258),
            _ => (0, false, 0),
        };
        return zone == 0 ? null : string.Create(CultureInfo.InvariantCulture,
            $"PROJCS[\"UTM zone {zone}{(south ? 'S' : 'N')}\",{Wkts.Value[geographic]},PROJECTION[\"Transverse_Mercator\"],PARAMETER[\"latitude_of_origin\",0],PARAMETER[\"central_meridian\",{zone * 6 - 183}],PARAMETER[\"scale_factor\",0.9996],PARAMETER[\"false_easting\",500000],PARAMETER[\"false_northing\",{(south ? 10_000_000 : 0)}],UNIT[\"metre\",1],AUTHORITY[\"EPSG\",\"{epsg}\"]]");
    }

    static Dictionary<int, string> ReadWkts()
    {
        using var stream = typeof(Projection).Assembly.GetManifestResourceStream("Cardo.Sensing.Import.epsg.tsv")!;
        using var reader = new StreamReader(stream);
        var wkts = new Dictionary<int, string>();
        while (reader.ReadLine() is { } line)
            if (line.Split('\t') is [var code, var wkt]) wkts[int.Parse(code, CultureInfo.InvariantCulture)] = wkt;
        return wkts;
    }
}
