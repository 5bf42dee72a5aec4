using System.Text.Json;
using Cardo.Server.Demo.City;
using Cardo.Standards.GeoJson;
using Cardo.Standards.NgsiLd;
using NetTopologySuite.Geometries;
using Attribute = Cardo.Standards.NgsiLd.Attribute;

namespace Cardo.Server.Demo;

/// <summary>Attributes, said shortly.</summary>
internal static class Say
{
    static readonly JsonSerializerOptions plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Name(string name) => name switch
    {
        "location" => Cardo.Twin.Names.Location,
        "status" => Cardo.Twin.Names.Core + name,
        "description" => "http://purl.org/dc/terms/description",
        _ => Cardo.Twin.Names.Default(name),
    };

    public static Attribute Names(CityName name) => new()
    {
        Name = Name("name"),
        Kind = AttributeKind.LanguageProperty,
        Value = Value.OfJson(JsonSerializer.SerializeToUtf8Bytes(new SortedDictionary<string, string> { ["en"] = name.En, ["zh-Hans"] = name.Hans, ["zh-Hant"] = name.Hant }, plain)),
    };

    public static Attribute Text(string name, string text) => new() { Name = Name(name), Value = Value.Of(text) };

    public static Attribute Number(string name, double number, string? unit = null) => new() { Name = Name(name), Value = Value.Of(number), UnitCode = unit };

    public static Attribute Link(string name, string id) => new() { Name = Name(name), Kind = AttributeKind.Relationship, Value = Value.Of(id) };

    public static Attribute Place(double lon, double lat) => new() { Name = Name("location"), Kind = AttributeKind.GeoProperty, Value = Value.Of(GeoValue.Point(lon, lat)) };

    public static Attribute Place(Geometry shape) => new() { Name = Name("location"), Kind = AttributeKind.GeoProperty, Value = Value.Of(GeoJsonWriter.ToGeoValue(shape)) };
}
