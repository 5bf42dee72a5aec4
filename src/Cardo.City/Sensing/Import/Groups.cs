using System.Globalization;
using Cardo.Standards.NgsiLd;
using Cardo.Twin;
using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.Union;
using Attribute = Cardo.Standards.NgsiLd.Attribute;

namespace Cardo.Sensing.Import;

/// <summary>Puts the rows of one id together: sums, counts, first words, all lines of a route, the union of a district's villages.</summary>
internal sealed class Groups(Mapping mapping)
{
    /// <summary>Groups are held in memory until the last row; a city has districts and routes, not millions of them.</summary>
    public const int Max = 200_000;

    sealed class Group
    {
        public long Rows;
        public readonly Dictionary<string, Attribute> Values = [];
        public readonly Dictionary<string, List<string>> Lists = [];
        public readonly List<Geometry> Shapes = [];
    }

    readonly Dictionary<string, Group> groups = [];

    public int Count => groups.Count;

    /// <returns>false when there are too many groups</returns>
    public bool Add(RowMapper row)
    {
        if (!groups.TryGetValue(row.Id, out var group))
        {
            if (groups.Count >= Max) return false;
            groups[row.Id] = group = new Group();
        }
        group.Rows++;
        if (row.Shape is not null) group.Shapes.Add(row.Shape);
        foreach (var attribute in row.Still) Merge(group, mapping.Attributes.First(a => a.Name == attribute.Name), attribute);
        return true;
    }

    static void Merge(Group group, AttributeMap map, Attribute now)
    {
        var known = group.Values.TryGetValue(map.Name, out var was);
        switch (map.Merge)
        {
            case Import.Merge.First when known:
                return;
            case Import.Merge.Sum when known:
                now = With(now, was!.Value.Number + now.Value.Number, was.Doubts);
                break;
            case Import.Merge.Min when known:
                now = With(now, Math.Min(was!.Value.Number, now.Value.Number), was.Doubts);
                break;
            case Import.Merge.Max when known:
                now = With(now, Math.Max(was!.Value.Number, now.Value.Number), was.Doubts);
                break;
            case Import.Merge.Count:
                now = With(now, known ? was!.Value.Number + 1 : 1, 0);
                break;
            case Import.Merge.Collect:
                if (!group.Lists.TryGetValue(map.Name, out var list)) group.Lists[map.Name] = list = [];
                var word = now.Value.ToString();
                if (!list.Contains(word)) list.Add(word);
                now = With(now, Value.OfJson(System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(list, Plain)));
                break;
        }
        group.Values[map.Name] = now;
    }

    static readonly System.Text.Json.JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    static Attribute With(Attribute a, double number, byte doubts) => With(a, Value.Of(double.Parse(number.ToString("G15", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)), doubts);

    static Attribute With(Attribute a, Value value, byte doubts = 0) => new()
    {
        Name = a.Name,
        Kind = a.Kind,
        Value = value,
        UnitCode = a.UnitCode,
        Doubts = (byte)(a.Doubts | doubts),
        ObservedAtUs = a.ObservedAtUs,
    };

    /// <summary>The entities the groups come to, with how many rows each is made of.</summary>
    public IEnumerable<(Entity Entity, long Rows)> Entities()
    {
        foreach (var (id, group) in groups)
        {
            var attributes = group.Values.Values.ToList();
            if (group.Shapes.Count > 0)
                attributes.Add(new Attribute { Name = Names.Location, Kind = AttributeKind.GeoProperty, Value = Value.Of(Shapes.Value(Together(group.Shapes))) });
            yield return (new Entity { Id = id, Types = mapping.Types, Attributes = [.. attributes] }, group.Rows);
        }
    }

    Geometry Together(List<Geometry> shapes) => mapping.Location!.Merge switch
    {
        _ when shapes.Count == 1 => shapes[0],
        Import.Merge.Union => Dissolve(shapes),
        Import.Merge.Collect when shapes.All(s => s is LineString or MultiLineString) =>
            new MultiLineString([.. shapes.SelectMany(s => s is MultiLineString m ? m.Geometries.Cast<LineString>() : [(LineString)s])]),
        Import.Merge.Collect when shapes.All(s => s is Polygon or MultiPolygon) =>
            new MultiPolygon([.. shapes.SelectMany(s => s is MultiPolygon m ? m.Geometries.Cast<Polygon>() : [(Polygon)s])]),
        Import.Merge.Collect when shapes.All(s => s is Point) => new MultiPoint([.. shapes.Cast<Point>()]),
        Import.Merge.Last => shapes[^1],
        _ => shapes[0],
    };

    /// <summary>The union; neighbours whose shared border was rounded apart are mended first (a self-crossing ring breaks a union).</summary>
    static Geometry Dissolve(List<Geometry> shapes)
    {
        var union = CascadedPolygonUnion.Union([.. shapes.Select(s => s.IsValid ? s : s.Buffer(0))]);
        foreach (var c in union.Coordinates) (c.X, c.Y) = (Math.Round(c.X, 7), Math.Round(c.Y, 7));
        return union;
    }
}
