using Cardo.Standards.NgsiLd;
using Cardo.Twin;
using Attribute = Cardo.Standards.NgsiLd.Attribute;

namespace Cardo.Tests.Twin;

/// <summary>Entities for tests, said shortly.</summary>
internal static class Make
{
    public const long T0 = 1_535_000_000_000_000;

    public static string Iri(string name) => Names.Default(name);

    public static Entity Entity(string id, string type = "Lamp", params Attribute[] attributes) =>
        new() { Id = id, Types = [Iri(type)], Attributes = attributes };

    public static Attribute Property(string name, double value, long observedAtUs = Attribute.NoTime, string? unit = null) =>
        new() { Name = Iri(name), Value = Value.Of(value), ObservedAtUs = observedAtUs, UnitCode = unit };

    public static Attribute Text(string name, string value) => new() { Name = Iri(name), Value = Value.Of(value) };

    public static Attribute Null(string name) => new() { Name = Iri(name) };

    public static Attribute Location(double lon, double lat) =>
        new() { Name = Names.Location, Kind = AttributeKind.GeoProperty, Value = Value.Of(GeoValue.Point(lon, lat)) };
}
