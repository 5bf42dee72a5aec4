using Cardo.Kernel;
using Cardo.Standards.NgsiLd;
using Cardo.Twin;
using NetTopologySuite.Geometries;
using Attribute = Cardo.Standards.NgsiLd.Attribute;

namespace Cardo.Sensing.Import;

/// <summary>
/// Makes rows into what a mapping says they are. One object is filled again for each row: read <see cref="Id"/>,
/// <see cref="AtUs"/>, <see cref="Still"/> and <see cref="Observed"/> before the next one.
/// </summary>
internal sealed class RowMapper(Mapping mapping, Box? city)
{
    readonly Place? place = mapping.Location is null ? null : new Place(mapping.Location, city);
    readonly Dictionary<string, Track> tracks = [];
    readonly int idColumn = mapping.Id.SoleColumn;

    /// <summary>Why the row is refused; null when it stands.</summary>
    public string? Rejected { get; private set; }

    /// <summary>What was odd about a row that stands.</summary>
    public List<string> Marks { get; } = [];

    public string Id { get; private set; } = "";

    public Track Track { get; private set; } = null!;

    /// <summary>Moment of observation; <see cref="Attribute.NoTime"/> for what is static.</summary>
    public long AtUs { get; private set; }

    /// <summary>What the entity is.</summary>
    public List<Attribute> Still { get; } = [];

    /// <summary>What was observed of it, with the attribute's place in the mapping.</summary>
    public List<(int Index, Attribute Attribute)> Observed { get; } = [];

    public Geometry? Shape { get; private set; }

    public IReadOnlyCollection<Track> Tracks => tracks.Values;

    /// <summary>Attributes an observation can have: those of the mapping and the location.</summary>
    public int Slots => mapping.Attributes.Count + 1;

    /// <summary>What the row says the entity is.</summary>
    public Entity Entity() => new() { Id = Id, Types = mapping.Types, Attributes = [.. Still] };

    public bool Concerns(Row row)
    {
        foreach (var condition in mapping.Where)
        {
            var text = row[condition.Column].Trim();
            var met = false;
            foreach (var word in condition.Words)
                met |= word.EndsWith('*') ? text.StartsWith(word.AsSpan(0, word.Length - 1), StringComparison.Ordinal) : text.SequenceEqual(word);
            if (!met) return false;
        }
        return true;
    }

    /// <returns>false when the row is refused (<see cref="Rejected"/>)</returns>
    public bool Map(Row row)
    {
        Rejected = null;
        Marks.Clear();
        Still.Clear();
        Observed.Clear();
        Shape = null;
        AtUs = Attribute.NoTime;
        return Moment(row) && Identify(row) && Locate(row) && Values(row);
    }

    bool Refuse(string why)
    {
        Rejected = why;
        return false;
    }

    bool Moment(Row row)
    {
        if (mapping.ObservedAt is not { } map) return true;
        var fault = map.Time.Read(row[map.Column].Trim(), out var us);
        if (fault is not (TimeFault.None or TimeFault.Ambiguous)) return Refuse(Cell.Fault(fault));
        if (fault == TimeFault.Ambiguous) Marks.Add(Cell.Fault(fault));
        AtUs = us;
        return true;
    }

    bool Identify(Row row)
    {
        if (idColumn >= 0 && tracks.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(row[idColumn].Trim(), out var known))
        {
            (Track, Id) = (known, known.Id);
            return true;
        }
        var id = mapping.Id.Make(row);
        if (id is null) return Refuse("no id");
        var key = idColumn >= 0 ? row[idColumn].Trim().ToString() : id;
        if (!tracks.TryGetValue(key, out var track)) tracks[key] = track = new Track(id, Slots);
        (Track, Id) = (track, id);
        return true;
    }

    bool Locate(Row row)
    {
        if (place is null) return true;
        Shape = place.Find(row, out var mark, out var reject);
        if (reject) return Refuse(mark!);
        if (mark is not null) Marks.Add(mark);
        if (Shape is null || mapping.Group) return true;
        var moving = mapping.Observations && !mapping.Location!.Still;
        var location = new Attribute { Name = Names.Location, Kind = AttributeKind.GeoProperty, Value = Value.Of(Shapes.Value(Shape)), ObservedAtUs = moving ? AtUs : Attribute.NoTime };
        if (moving) Observed.Add((Slots - 1, location));
        else Still.Add(location);
        return true;
    }

    bool Values(Row row)
    {
        for (var i = 0; i < mapping.Attributes.Count; i++)
        {
            var map = mapping.Attributes[i];
            var observed = mapping.Observations && !map.Still;
            // What an entity is needs to be read once.
            if (mapping.Observations && map.Still && Track.Introduced) continue;
            var value = Cell.Read(map, row, out var doubts, out var trouble);
            if (observed && value.Kind == ValueKind.Number && Track.Judge(i, map, AtUs, value.Number) is Quality.Rate)
            {
                doubts |= Quality.Rate;
                Marks.Add($"jumps: {map.Label}");
            }
            if (trouble is not null) Marks.Add(trouble);
            if (value.Kind == ValueKind.None)
            {
                if (map.Required) return Refuse(trouble ?? $"nothing in {map.Label}");
                continue;
            }
            if (map.NotBefore is not null && Ends(map, value)) Marks.Add($"before {map.NotBefore}: {map.Label}");
            var attribute = Make(map, value, doubts, observed ? AtUs : Attribute.NoTime);
            if (observed) Observed.Add((i, attribute));
            else Still.Add(attribute);
        }
        if (Damaged(row)) Marks.Add("characters that can't be decoded");
        return !mapping.Observations || Observed.Count > 0 || Refuse("no value observed");
    }

    /// <summary>Moments are written in UTC in one form, so their texts compare as they do.</summary>
    bool Ends(AttributeMap map, Value value)
    {
        var before = Terms.Expand(map.NotBefore!);
        return Still.Find(a => a.Name == before) is { } begin && value.Json.Span.SequenceCompareTo(begin.Value.Json.Span) < 0;
    }

    static bool Damaged(Row row)
    {
        for (var i = 0; i < row.Columns; i++)
            if (row[i].Contains('\uFFFD')) return true;
        return false;
    }

    static Attribute Make(AttributeMap map, Value value, Quality doubts, long observedAtUs) => new()
    {
        Name = map.Name,
        Kind = map.From == AttributeSource.Relationship ? AttributeKind.Relationship : AttributeKind.Property,
        Value = value,
        UnitCode = map.UnitCode,
        Doubts = (byte)doubts,
        ObservedAtUs = observedAtUs,
    };
}
