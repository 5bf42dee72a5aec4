using System.Globalization;
using ProjNet.CoordinateSystems;
using ProjNet.CoordinateSystems.Transformations;

namespace Cardo.Traffic.Networks;

/// <summary>From a network's metres to longitude and latitude, undoing what its PROJ line says (UTM and transverse Mercator, which is what SUMO's tools write).</summary>
internal sealed class MapProjection
{
    readonly MathTransform? transform;
    readonly MapFrame frame;
    readonly double lon0, lat0;

    MapProjection(MapFrame frame, MathTransform? transform, double lon0, double lat0) => (this.frame, this.transform, this.lon0, this.lat0) = (frame, transform, lon0, lat0);

    /// <summary>Of a network's frame; one without a projection lies around the given place. Null where neither is known.</summary>
    /// <param name="place">degrees, where x = y = 0 lies for a network that does not say</param>
    public static MapProjection? Of(MapFrame frame, (double Lon, double Lat)? place)
    {
        if (Wkt(frame.Projection) is { } wkt)
            return new MapProjection(frame, new CoordinateTransformationFactory().CreateFromCoordinateSystems((CoordinateSystem)new CoordinateSystemFactory().CreateFromWkt(wkt), GeographicCoordinateSystem.WGS84).MathTransform, 0, 0);
        return place is { } at ? new MapProjection(frame, null, at.Lon, at.Lat) : null;
    }

    public (double Lon, double Lat) ToEarth(double x, double y)
    {
        if (transform is null)
        {
            const double metresADegree = 111_194.93;
            return (lon0 + x / (metresADegree * Math.Cos(lat0 * Math.PI / 180)), lat0 + y / metresADegree);
        }
        var (lon, lat) = transform.Transform(x - frame.OffsetX_m, y - frame.OffsetY_m);
        return (lon, lat);
    }

    static string? Wkt(string proj)
    {
        var terms = proj.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(t => t.TrimStart('+').Split('=', 2)).GroupBy(t => t[0]).ToDictionary(g => g.Key, g => g.First().Length > 1 ? g.First()[1] : "");
        double Term(string name, double otherwise) => double.TryParse(terms.GetValueOrDefault(name), NumberStyles.Float, CultureInfo.InvariantCulture, out var n) ? n : otherwise;
        var (lat, lon, k, east, north) = terms.GetValueOrDefault("proj") switch
        {
            "utm" when Term("zone", 0) is >= 1 and <= 60 and var zone => (0.0, zone * 6 - 183, 0.9996, 500_000.0, terms.ContainsKey("south") ? 10_000_000.0 : 0),
            "tmerc" => (Term("lat_0", 0), Term("lon_0", 0), Term("k", Term("k_0", 1)), Term("x_0", 0), Term("y_0", 0)),
            _ => (0, double.NaN, 0, 0, 0),
        };
        if (double.IsNaN(lon)) return null;
        return string.Create(CultureInfo.InvariantCulture,
            $"PROJCS[\"net\",GEOGCS[\"WGS 84\",DATUM[\"WGS_1984\",SPHEROID[\"WGS 84\",6378137,298.257223563]],PRIMEM[\"Greenwich\",0],UNIT[\"degree\",0.0174532925199433]],PROJECTION[\"Transverse_Mercator\"],PARAMETER[\"latitude_of_origin\",{lat}],PARAMETER[\"central_meridian\",{lon}],PARAMETER[\"scale_factor\",{k}],PARAMETER[\"false_easting\",{east}],PARAMETER[\"false_northing\",{north}],UNIT[\"metre\",1]]");
    }
}
