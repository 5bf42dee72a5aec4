namespace Cardo.Sensing.Import;

/// <summary>Opens the files of a mapping one after the other and reads their records.</summary>
internal static class Reading
{
    public static IRowReader Open(Mapping mapping, string path, Action<long> told)
    {
        var bytes = SourceFile.Open(path, told);
        return mapping.Format switch
        {
            SourceFormat.Csv => new CsvRows(SourceFile.Text(bytes, mapping.Encoding), mapping.Delimiter, mapping.Columns, mapping.Header),
            SourceFormat.Ndjson => new NdjsonRows(SourceFile.Text(bytes, mapping.Encoding), mapping.Columns),
            SourceFormat.TopoJson => new TopoJsonRows(SourceFile.Utf8(bytes, mapping.Encoding), mapping.Records, mapping.Columns),
            _ => new JsonRows(SourceFile.Utf8(bytes, mapping.Encoding), mapping.Records, mapping.Format == SourceFormat.GeoJson, mapping.Columns),
        };
    }

    /// <summary>A GeoJSON file that names another coordinate system than the mapping would put everything in the wrong place.</summary>
    public static string? Disagrees(Mapping mapping, IRowReader reader)
    {
        if (reader is not JsonRows { Crs: { } crs } || mapping.Location is null) return null;
        var said = mapping.Location.Projection?.Epsg ?? 4326;
        var wgs84 = crs.Contains("CRS84", StringComparison.Ordinal) || crs.Contains("4326", StringComparison.Ordinal);
        if (said == 4326 ? wgs84 : crs.Contains(said.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal)) return null;
        return $"the file says its coordinates are in {crs}, the mapping says EPSG:{said}";
    }
}
