using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Cardo.Sensing.Import;

/// <summary>Reads the part of a mapping that says what columns become: attributes, location and moment.</summary>
internal sealed class AttributeReader(Func<string, int> column, TimeZoneInfo city, IReadOnlyList<string> nulls)
{
    static readonly string[] Merges = ["first", "last", "sum", "count", "min", "max", "collect"];

    public IReadOnlyList<AttributeMap> ReadAll(YamlMap? map)
    {
        if (map is null) return [];
        var all = new List<AttributeMap>();
        foreach (var name in map.Keys)
            if (map.Map(name) is { } one)
            {
                if (name is "id" or "type" or "location" or "@context") map.Wrong(name, "is no attribute's name here");
                all.Add(Read(name, one));
                if (all[^1].NotBefore is { } before && !all.Any(a => a.Label == before && a.Type == CellType.DateTime && a.Label != name))
                    one.Wrong("notBefore", $"no dateTime \"{before}\" stands above");
                one.NoOthers();
            }
        return all;
    }

    AttributeMap Read(string name, YamlMap map)
    {
        var from = Source(map);
        var columns = from == AttributeSource.Column ? (map.Texts("from") ?? []).Select(column).ToList() : [];
        var words = nulls.Concat(map.Texts("nulls") ?? []).ToArray();
        var type = Enum.Parse<CellType>(map.Choice("type", "text", "number", "integer", "boolean", "dateTime", "json"), ignoreCase: true);
        var range = map.Numbers("range", 2);
        var rate = map.Map("rate");
        var scaleBy = map.Map("scaleBy");
        var constant = from == AttributeSource.Constant ? map.Json("const") : null;
        var attribute = new AttributeMap
        {
            Name = Terms.Expand(name),
            Label = name,
            From = from,
            Column = columns.Count > 0 ? columns[0] : -1,
            OtherColumns = columns.Count > 1 ? columns[1..] : [],
            Constant = constant,
            ConstantJson = constant is null ? null : Encoding.UTF8.GetBytes(constant),
            Template = from switch
            {
                AttributeSource.Template => Hole(map, "template", urn: false),
                AttributeSource.Relationship => Hole(map, "relationship", urn: true),
                _ => null,
            },
            Type = type,
            UnitCode = map.Text("unitCode"),
            Scale = map.Number("scale") ?? 1,
            ScaleColumn = scaleBy is null ? -1 : column(scaleBy.Must("from")),
            ScaleBy = Scales(scaleBy),
            Decimals = map.Number("decimals") is { } decimals ? (int)decimals : null,
            Nulls = [.. words],
            NullNumbers = [.. words.Where(w => double.TryParse(w, NumberStyles.Float, CultureInfo.InvariantCulture, out _)).Select(w => double.Parse(w, CultureInfo.InvariantCulture))],
            Values = map.Dictionary("values"),
            Split = map.Text("split"),
            Match = Pattern(map),
            Time = type == CellType.DateTime ? Time(map) : null,
            Min = range?[0] ?? double.NegativeInfinity,
            Max = range?[1] ?? double.PositiveInfinity,
            RateMax = rate?.Number("max") ?? double.PositiveInfinity,
            RatePer_s = rate?.Number("per_s") ?? 1,
            Required = map.Flag("required"),
            NotBefore = map.Text("notBefore"),
            Still = map.Flag("still"),
            Merge = Enum.Parse<Merge>(map.Choice("merge", Merges), ignoreCase: true),
        };
        rate?.NoOthers();
        scaleBy?.NoOthers();
        Check(map, attribute);
        return attribute;
    }

    static void Check(YamlMap map, AttributeMap attribute)
    {
        var number = attribute.Type is CellType.Number or CellType.Integer;
        foreach (var key in new[] { "scale", "scaleBy", "decimals", "range", "rate", "unitCode" })
            if (map.Has(key) && !number) map.Wrong(key, "only numbers have one: say type: number");
        if (attribute.Min > attribute.Max) map.Wrong("range", "ends before it begins");
        if (attribute.RatePer_s <= 0) map.Wrong("rate", "per_s must be more than 0");
        if (attribute.Decimals is < 0 or > 12) map.Wrong("decimals", "must be 0 to 12");
        if (attribute.Split is not null && (attribute.Split.Length == 0 || attribute.Type != CellType.Text)) map.Wrong("split", "only a text can be split, at some text");
        if (attribute.Merge is Merge.Sum or Merge.Min or Merge.Max && !number) map.Wrong("merge", "only numbers can be summed or compared");
    }

    static AttributeSource Source(YamlMap map)
    {
        var given = new[] { "from", "const", "template", "relationship" }.Where(map.Has).ToArray();
        foreach (var key in given) map.Json(key);
        if (given.Length != 1) map.Wrong(given.Length == 0 ? "from" : given[1], "say exactly one of from, const, template and relationship");
        return given.FirstOrDefault() switch
        {
            "const" => AttributeSource.Constant,
            "template" => AttributeSource.Template,
            "relationship" => AttributeSource.Relationship,
            _ => AttributeSource.Column,
        };
    }

    Template? Hole(YamlMap map, string key, bool urn)
    {
        var template = Template.Read(map.Text(key) ?? "", urn, column, out var wrong);
        if (wrong is not null) map.Wrong(key, wrong);
        return template;
    }

    static IReadOnlyDictionary<string, double>? Scales(YamlMap? map)
    {
        var values = map?.Map("values");
        return values?.Keys.ToDictionary(k => k, k => values.Number(k) ?? 1);
    }

    static Regex? Pattern(YamlMap map)
    {
        var text = map.Text("match");
        if (text is null) return null;
        try
        {
            // Without backtracking no pattern can be made to run for ever.
            var regex = new Regex(text, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
            if (regex.GetGroupNumbers().Length >= 2) return regex;
            map.Wrong("match", "needs a group in parentheses: what is taken");
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            map.Wrong("match", e.Message);
        }
        return null;
    }

    LocalTime Time(YamlMap map)
    {
        var format = map.Text("format") ?? "iso";
        if (LocalTime.Wrong(format) is { } wrong) map.Wrong("format", wrong);
        var zone = map.Text("zone");
        var found = city;
        if (zone is not null && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out found!))
        {
            map.Wrong("zone", $"\"{zone}\" is no time zone of the IANA database");
            found = TimeZoneInfo.Utc;
        }
        return new LocalTime(format, found);
    }

    public TimeMap? ObservedAt(YamlMap? map)
    {
        if (map is null) return null;
        var time = new TimeMap(column(map.Must("from")), Time(map));
        map.NoOthers();
        return time;
    }

    public LocationMap? Location(YamlMap? map)
    {
        if (map is null) return null;
        var geometry = map.Flag("geometry");
        if (geometry == (map.Has("lon") || map.Has("lat"))) map.Wrong("geometry", "say either lon and lat, or geometry: true");
        var code = map.Number("crs") ?? 4326;
        var projection = code == 4326 ? null : Projection.Of((int)code);
        if (code != 4326 && projection is null)
            map.Wrong("crs", string.Create(CultureInfo.InvariantCulture, $"EPSG:{code} isn't known; known are {string.Join(", ", Projection.Codes)} and the UTM zones"));
        var within = map.Numbers("within", 4);
        var location = new LocationMap
        {
            Geometry = geometry,
            Lon = geometry ? -1 : column(map.Must("lon")),
            Lat = geometry ? -1 : column(map.Must("lat")),
            Projection = projection,
            CorrectSwapped = map.Choice("swapped", "reject", "correct") == "correct",
            Outside = Enum.Parse<Misplaced>(map.Choice("outside", "reject", "unplaced", "keep"), ignoreCase: true),
            Missing = Enum.Parse<Misplaced>(map.Choice("missing", "reject", "unplaced"), ignoreCase: true),
            Within = within is null ? null : new Box(within[0], within[1], within[2], within[3]),
            Still = map.Flag("still"),
            Merge = Enum.Parse<Merge>(map.Choice("merge", "first", "last", "collect", "union"), ignoreCase: true),
            Nulls = [.. nulls, .. map.Texts("nulls") ?? []],
        };
        map.NoOthers();
        return location;
    }
}
