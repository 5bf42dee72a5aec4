using System.Buffers;
using System.Text.Json;
using Cardo.Standards.JsonLd;
using Cardo.Standards.NgsiLd;
using NetTopologySuite.Geometries;

namespace Cardo.Standards.GeoJson;

/// <summary>Writes geometries as RFC 7946 JSON.</summary>
public static class GeoJsonWriter
{
    /// <summary>A geometry of the twin, as it came in.</summary>
    public static void Write(Utf8JsonWriter to, GeoValue geo)
    {
        if (geo.IsPoint)
        {
            to.WriteStartObject();
            to.WriteString("type"u8, "Point"u8);
            to.WriteStartArray("coordinates"u8);
            to.WriteNumberValue(geo.MinX);
            to.WriteNumberValue(geo.MinY);
            to.WriteEndArray();
            to.WriteEndObject();
        }
        else to.WriteRawValue(geo.Json.Span, skipInputValidation: true);
    }

    /// <summary>A geometry made elsewhere, as the twin keeps it.</summary>
    public static GeoValue ToGeoValue(Geometry geometry)
    {
        if (geometry is Point { IsEmpty: false } point && double.IsNaN(point.Z)) return GeoValue.Point(point.X, point.Y);
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var to = new Utf8JsonWriter(buffer, JsonText.Writing)) Write(to, geometry);
        return GeoValue.From(buffer.WrittenSpan.ToArray(), geometry.EnvelopeInternal, GeoJsonReader.Read);
    }

    public static void Write(Utf8JsonWriter to, Geometry geometry)
    {
        to.WriteStartObject();
        to.WriteString("type"u8, geometry.GeometryType);
        if (geometry.GeometryType == "GeometryCollection")
        {
            to.WriteStartArray("geometries"u8);
            for (var i = 0; i < geometry.NumGeometries; i++) Write(to, geometry.GetGeometryN(i));
            to.WriteEndArray();
        }
        else
        {
            to.WritePropertyName("coordinates"u8);
            Coordinates(to, geometry);
        }
        to.WriteEndObject();
    }

    static void Coordinates(Utf8JsonWriter to, Geometry geometry)
    {
        switch (geometry)
        {
            case Point point:
                Position(to, point.Coordinate);
                break;
            case LineString line:
                Positions(to, line.Coordinates);
                break;
            case Polygon polygon:
                to.WriteStartArray();
                Positions(to, polygon.ExteriorRing.Coordinates);
                foreach (var ring in polygon.InteriorRings) Positions(to, ring.Coordinates);
                to.WriteEndArray();
                break;
            default:
                to.WriteStartArray();
                for (var i = 0; i < geometry.NumGeometries; i++) Coordinates(to, geometry.GetGeometryN(i));
                to.WriteEndArray();
                break;
        }
    }

    static void Positions(Utf8JsonWriter to, Coordinate[] positions)
    {
        to.WriteStartArray();
        foreach (var position in positions) Position(to, position);
        to.WriteEndArray();
    }

    static void Position(Utf8JsonWriter to, Coordinate position)
    {
        to.WriteStartArray();
        to.WriteNumberValue(position.X);
        to.WriteNumberValue(position.Y);
        if (!double.IsNaN(position.Z)) to.WriteNumberValue(position.Z);
        to.WriteEndArray();
    }
}
