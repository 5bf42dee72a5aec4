using Cardo.Standards.GeoJson;

namespace Cardo.Cases.Board;

internal static class Metres
{
    public const double ADegree = Geodesy.MetresPerDegree;

    public static double Between(double lon1, double lat1, double lon2, double lat2) => Geodesy.Metres(lon1, lat1, lon2, lat2);
}
