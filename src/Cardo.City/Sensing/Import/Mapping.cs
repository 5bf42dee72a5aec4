namespace Cardo.Sensing.Import;

/// <summary>What one import mapping says: which files, how they are written, and what each row becomes.</summary>
internal sealed record Mapping
{
    public required string Name { get; init; }
    public required string Path { get; init; }
    public required string Title { get; init; }

    /// <summary>Where the data comes from: repository, licence, publisher, period, in the words of the mapping.</summary>
    public required IReadOnlyDictionary<string, string> Source { get; init; }

    public required IReadOnlyList<string> Files { get; init; }
    public required SourceFormat Format { get; init; }
    public required System.Text.Encoding Encoding { get; init; }
    public char Delimiter { get; init; } = ',';
    public IReadOnlyList<string>? Header { get; init; }

    /// <summary>Where the records are: a dotted path in JSON, an object's name in TopoJSON.</summary>
    public string Records { get; init; } = "";

    public required IReadOnlyList<Condition> Where { get; init; }
    public required string[] Types { get; init; }
    public required Template Id { get; init; }
    public bool Observations { get; init; }
    public bool KeepLast { get; init; }
    public bool Group { get; init; }
    public required IReadOnlyList<AttributeMap> Attributes { get; init; }
    public LocationMap? Location { get; init; }
    public TimeMap? ObservedAt { get; init; }

    /// <summary>The source columns that are used, in the order rows hold them.</summary>
    public required IReadOnlyList<string> Columns { get; init; }

    /// <summary>SHA-256 of the mapping file: a changed mapping is imported again.</summary>
    public required string Hash { get; init; }
}

internal enum SourceFormat { Csv, Json, Ndjson, GeoJson, TopoJson }

/// <summary>A row is this mapping's business only when the column equals one of the words (a word ending in * is a beginning).</summary>
internal sealed record Condition(int Column, IReadOnlyList<string> Words);

internal enum AttributeSource { Column, Constant, Template, Relationship }

internal enum CellType { Text, Number, Integer, Boolean, DateTime, Json }

/// <summary>How rows of one id are put together when the mapping groups.</summary>
internal enum Merge { First, Last, Sum, Count, Min, Max, Collect, Union }

/// <summary>One attribute of the entity and where its value comes from.</summary>
internal sealed record AttributeMap
{
    /// <summary>Expanded to its IRI.</summary>
    public required string Name { get; init; }

    /// <summary>As the mapping writes it, for messages.</summary>
    public required string Label { get; init; }

    public AttributeSource From { get; init; }
    public int Column { get; init; } = -1;

    /// <summary>Looked at in turn where the first column says nothing.</summary>
    public IReadOnlyList<int> OtherColumns { get; init; } = [];

    public string? Constant { get; init; }
    public byte[]? ConstantJson { get; init; }
    public Template? Template { get; init; }
    public CellType Type { get; init; }
    public string? UnitCode { get; init; }
    public double Scale { get; init; } = 1;
    public int ScaleColumn { get; init; } = -1;
    public IReadOnlyDictionary<string, double>? ScaleBy { get; init; }
    public int? Decimals { get; init; }
    public required HashSet<string> Nulls { get; init; }

    /// <summary>Those of the words for nothing that are numbers: 0 also stands for 0.000.</summary>
    public IReadOnlyList<double> NullNumbers { get; init; } = [];

    public IReadOnlyDictionary<string, string>? Values { get; init; }
    public string? Split { get; init; }
    public System.Text.RegularExpressions.Regex? Match { get; init; }
    public LocalTime? Time { get; init; }
    public double Min { get; init; } = double.NegativeInfinity;
    public double Max { get; init; } = double.PositiveInfinity;
    public double RateMax { get; init; } = double.PositiveInfinity;
    public double RatePer_s { get; init; } = 1;
    public bool Required { get; init; }

    /// <summary>The label of a dateTime attribute before which this one can't be.</summary>
    public string? NotBefore { get; init; }

    /// <summary>Says what the entity is, not what was observed at this moment.</summary>
    public bool Still { get; init; }

    public Merge Merge { get; init; } = Merge.First;
}

internal sealed record TimeMap(int Column, LocalTime Time);

/// <summary>What to do with a row whose place is missing or wrong.</summary>
internal enum Misplaced { Reject, Unplaced, Keep }

/// <summary>Where the entity is: two columns or the record's own geometry, in any of the known coordinate systems.</summary>
internal sealed record LocationMap
{
    public bool Geometry { get; init; }
    public int Lon { get; init; } = -1;
    public int Lat { get; init; } = -1;
    public Projection? Projection { get; init; }
    public bool CorrectSwapped { get; init; }
    public Misplaced Outside { get; init; }
    public Misplaced Missing { get; init; }
    public Box? Within { get; init; }
    public bool Still { get; init; }
    public Merge Merge { get; init; } = Merge.First;
    public required HashSet<string> Nulls { get; init; }
}

/// <summary>A box in degrees, longitudes first.</summary>
internal sealed record Box(double MinX, double MinY, double MaxX, double MaxY)
{
    public bool Holds(double lon, double lat) => lon >= MinX && lon <= MaxX && lat >= MinY && lat <= MaxY;
}
