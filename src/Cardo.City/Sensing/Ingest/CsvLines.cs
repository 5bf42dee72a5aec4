using System.Buffers.Text;
using System.Text;
using Cardo.Kernel;
using Cardo.Sensing.Payloads;
using Cardo.Standards.NgsiLd;

namespace Cardo.Sensing.Ingest;

/// <summary>
/// CSV (RFC 4180): a header <c>id,observedAt,temperature,pm25[GQ],lon,lat</c>, then one observation a row. An empty cell is
/// no reading; a quoted one is a text; numbers use a decimal point; <c>name[UNIT]</c> says the unit's common code.
/// </summary>
internal sealed class CsvLines(Intake intake, ThingTable things, NameTable names, SensingOptions options)
{
    enum Role : byte { Id, ObservedAt, Lon, Lat, Attribute }

    readonly List<(Role Role, AttributeName? Name, string? Unit)> columns = [];
    readonly List<(int Start, int Length, bool Quoted)> cells = [];
    readonly Readings readings = new(options.MaxAttributes);
    readonly byte[] scratch = new byte[options.MaxMessageBytes];

    /// <summary>The length of the first row: a line feed inside quotes belongs to the cell.</summary>
    public static int RowEnd(ReadOnlyMemory<byte> all, bool last)
    {
        var quoted = false;
        var span = all.Span;
        for (var i = 0; i < span.Length; i++)
        {
            if (span[i] == '"') quoted = !quoted;
            else if (span[i] == '\n' && !quoted) return i + 1;
        }
        return last ? span.Length : -1;
    }

    public Refusal? Take(ReadOnlySpan<byte> row, string? ownThing, long nowUs, Prepared into, out string thingId)
    {
        thingId = ownThing ?? "";
        row = row.TrimEnd("\r\n"u8);
        if (row.Trim(" \t"u8).Length == 0) return null;
        if (columns.Count == 0) return Header(row, ownThing);
        if (Split(row) is { } broken) return broken;
        if (cells.Count != columns.Count) return Refusal.Bad("csv-cells", $"The row has {cells.Count} cells, the header {columns.Count}.");
        readings.Clear();
        var (lon, lat) = (double.NaN, double.NaN);
        for (var i = 0; i < cells.Count; i++)
        {
            var cell = Cell(i);
            if (cell.Length == 0 && !cells[i].Quoted) continue;
            if (One(i, cell, ref thingId, ref lon, ref lat) is { } refusal) return refusal;
        }
        if (!double.IsNaN(lon) && !double.IsNaN(lat) && Place(lon, lat) is { } nowhere) return nowhere;
        if (ownThing is not null && thingId != ownThing) return Intake.NotYours(ownThing);
        if (!things.Get(thingId).Try(out var thing, out var unknown)) return thingId.Length == 0 ? Refusal.Bad("id-missing", "The row does not say whose it is.") : unknown;
        into.Bytes += row.Length;
        return intake.Accept(thing, readings, nowUs, into);
    }

    Refusal? Header(ReadOnlySpan<byte> row, string? ownThing)
    {
        if (row.StartsWith("\uFEFF"u8)) row = row[3..];
        if (Split(row) is { } broken) return broken;
        if (cells.Count > options.MaxAttributes + 4) return Refusal.Bad("too-many-attributes", $"A row may carry {options.MaxAttributes} attributes.");
        var found = new List<(Role, AttributeName?, string?)>();
        for (var i = 0; i < cells.Count; i++)
        {
            var text = Encoding.UTF8.GetString(Cell(i)).Trim();
            if (text is "id" or "observedAt" or "lon" or "longitude" or "lat" or "latitude")
            {
                found.Add((text switch { "id" => Role.Id, "observedAt" => Role.ObservedAt, "lon" or "longitude" => Role.Lon, _ => Role.Lat }, null, null));
                continue;
            }
            string? unit = null;
            if (text.EndsWith(']') && text.IndexOf('[') is > 0 and var open) (text, unit) = (text[..open], text[(open + 1)..^1]);
            if (unit is not null && !Units.Known(unit)) return Units.Unknown(unit);
            if (names.Find(text, out var name) is { } refusal) return refusal;
            found.Add((Role.Attribute, name, unit));
        }
        if (ownThing is null && found.TrueForAll(c => c.Item1 != Role.Id)) return Refusal.Bad("csv-header", "The header needs a column id: id,observedAt,temperature,…");
        columns.AddRange(found);
        return null;
    }

    /// <summary>Whether the header was read; without it no row can be.</summary>
    public bool HasHeader => columns.Count > 0;

    Refusal? One(int i, ReadOnlySpan<byte> cell, ref string thingId, ref double lon, ref double lat)
    {
        var (role, name, unit) = columns[i];
        switch (role)
        {
            case Role.Id:
                thingId = Encoding.UTF8.GetString(cell);
                return null;
            case Role.ObservedAt:
                var refusal = Number(cell, out var stamp) ? Moments.OfNumber(stamp, out var atUs) : Moments.OfText(Encoding.UTF8.GetString(cell), out atUs);
                readings.AtUs = atUs;
                return refusal;
            case Role.Lon: return Number(cell, out lon) ? null : Readers.NotANumber("lon");
            case Role.Lat: return Number(cell, out lat) ? null : Readers.NotANumber("lat");
            default: return Value(name!, unit, cell, cells[i].Quoted);
        }
    }

    Refusal? Value(AttributeName name, string? unit, ReadOnlySpan<byte> cell, bool quoted)
    {
        if (!quoted && Number(cell, out var number)) return double.IsFinite(number) ? readings.Add(name, Standards.NgsiLd.Value.Of(number), unit: unit) : Readers.NotANumber(name.Short);
        if (!quoted && (cell.SequenceEqual("true"u8) || cell.SequenceEqual("false"u8))) return readings.Add(name, Standards.NgsiLd.Value.Of(cell[0] == 't'));
        if (cell.Length > PlainPayload.MaxTextBytes) return Refusal.Bad("value-too-long", $"The text of '{name.Short}' is longer than {PlainPayload.MaxTextBytes} bytes.");
        var text = Encoding.UTF8.GetString(cell);
        return Readers.IsNotANumber(text) ? Readers.NotANumber(name.Short) : readings.Add(name, Standards.NgsiLd.Value.Of(text));
    }

    Refusal? Place(double lon, double lat)
    {
        if (names.Find("location", out var name) is { } refusal) return refusal;
        return Geometries.Point(lon, lat, "location", out var point) ?? readings.Add(name, point, AttributeKind.GeoProperty);
    }

    static bool Number(ReadOnlySpan<byte> cell, out double number)
    {
        cell = cell.Trim((byte)' ');
        number = double.NaN;
        // The parser knows the words NaN and Infinity; here they are texts, and refused as such.
        return cell.Length > 0 && cell[0] is >= (byte)'0' and <= (byte)'9' or (byte)'-' or (byte)'+' or (byte)'.'
            && Utf8Parser.TryParse(cell, out number, out var read) && read == cell.Length;
    }

    ReadOnlySpan<byte> Cell(int i) => scratch.AsSpan(cells[i].Start, cells[i].Length);

    // Cells without their quotes, one after the other in the scratch buffer.
    Refusal? Split(ReadOnlySpan<byte> row)
    {
        cells.Clear();
        if (row.Length > scratch.Length) return Refusal.TooLarge("line-too-long", "The row is longer than is read.");
        var (at, used) = (0, 0);
        while (true)
        {
            if (cells.Count > options.MaxAttributes + 4) return Refusal.Bad("too-many-attributes", $"A row may carry {options.MaxAttributes} attributes.");
            var start = used;
            var quoted = at < row.Length && row[at] == '"';
            if (quoted)
            {
                for (at++; ; at++)
                {
                    if (at >= row.Length) return Refusal.Bad("csv-quote", "A quote is not closed.");
                    if (row[at] == '"' && !(at + 1 < row.Length && row[at + 1] == '"')) break;
                    if (row[at] == '"') at++;
                    scratch[used++] = row[at];
                }
                at++;
                if (at < row.Length && row[at] != ',') return Refusal.Bad("csv-quote", "Something follows a closing quote.");
            }
            else
            {
                while (at < row.Length && row[at] != ',') scratch[used++] = row[at++];
            }
            cells.Add((start, used - start, quoted));
            if (at >= row.Length) return null;
            at++;
        }
    }
}
