using System.Runtime.InteropServices;

namespace Cardo.Standards.Mvt;

/// <summary>
/// Makes vector tiles (Mapbox Vector Tile specification 2.1): cuts shapes at the tile with its buffer, rounds them to
/// cells, turns rings the right way, and writes layers that are never empty. Pure; one instance serves one thread and
/// reuses its buffers from tile to tile.
/// </summary>
public sealed class MvtTile
{
    readonly List<uint> commands = [];
    readonly List<Cut> cuts = [];
    readonly List<int> cells = [];
    readonly List<int> ends = [];
    List<double> a = [];
    List<double> b = [];

    /// <summary>A feature that lies in the tile: where its geometry stands in <see cref="commands"/>, and how much ground it covers in cells.</summary>
    readonly record struct Cut(int Layer, int Feature, int From, int Length, double Size);

    public MvtTileResult Encode(TileId tile, IReadOnlyList<MvtLayer> layers, MvtLimits limits)
    {
        commands.Clear();
        cuts.Clear();
        for (var l = 0; l < layers.Count; l++)
            for (var f = 0; f < layers[l].Features.Count; f++)
            {
                var from = commands.Count;
                var size = Trace(tile, layers[l].Features[f].Shape, limits);
                if (commands.Count > from) cuts.Add(new Cut(l, f, from, commands.Count - from, size));
            }
        var found = cuts.Count;
        var keep = Math.Min(found, limits.Features);
        if (keep < found || commands.Count > limits.Bytes / 2)
            cuts.Sort((x, y) => y.Size != x.Size ? y.Size.CompareTo(x.Size) : (x.Layer, x.Feature).CompareTo((y.Layer, y.Feature)));
        // Names and values are shared, so the size is known only when it is written: write, and if it is too much, less.
        for (; ; keep = keep * 3 / 4)
        {
            var bytes = Write(layers, keep, limits.Extent);
            if (bytes.Length <= limits.Bytes || keep == 0) return new MvtTileResult(bytes, keep, found - keep);
        }
    }

    byte[] Write(IReadOnlyList<MvtLayer> layers, int keep, int extent)
    {
        var kept = CollectionsMarshal.AsSpan(cuts)[..keep].ToArray();
        Array.Sort(kept, (x, y) => (x.Layer, x.Feature).CompareTo((y.Layer, y.Feature)));
        var writer = new MvtWriter();
        var all = CollectionsMarshal.AsSpan(commands);
        for (var i = 0; i < kept.Length;)
        {
            var layer = layers[kept[i].Layer];
            writer.BeginLayer(layer.Name);
            var same = kept[i].Layer;
            for (; i < kept.Length && kept[i].Layer == same; i++)
            {
                var feature = layer.Features[kept[i].Feature];
                writer.Feature(feature.Id, feature.Shape.Kind, feature.Tags, all.Slice(kept[i].From, kept[i].Length));
            }
            writer.EndLayer(extent);
        }
        return writer.ToArray();
    }

    // Appends the geometry's commands, if any of it lies in the tile; returns the ground it covers in cells (a line is one cell wide).
    double Trace(TileId tile, MvtShape shape, MvtLimits limits)
    {
        var scale = limits.Extent / tile.Span;
        double min = -limits.Buffer, max = limits.Extent + limits.Buffer;
        if ((shape.MaxX - tile.West) * scale < min || (shape.MinX - tile.West) * scale > max
            || (shape.MaxY - tile.North) * scale < min || (shape.MinY - tile.North) * scale > max) return 0;
        var cursor = (X: 0, Y: 0);
        double size = 0;
        if (shape.Kind == MvtKind.Point)
        {
            Project(shape.Xy, tile, scale);
            PointsIn(min, max, ref cursor);
            return 0;
        }
        var from = 0;
        var hidden = false;
        for (var part = 0; part < shape.Ends.Length; part++)
        {
            Project(shape.Xy.AsSpan(from * 2, (shape.Ends[part] - from) * 2), tile, scale);
            from = shape.Ends[part];
            if (shape.Kind == MvtKind.Line) size += LinesIn(min, max, ref cursor);
            else
            {
                // A hole of a ring that vanished would be read as a ring of its own.
                if (!shape.Outer[part] && hidden) continue;
                var area = RingIn(min, max, shape.Outer[part], ref cursor);
                if (shape.Outer[part]) hidden = area == 0;
                size += shape.Outer[part] ? area : 0;
            }
        }
        return size;
    }

    void Project(ReadOnlySpan<double> xy, TileId tile, double scale)
    {
        a.Clear();
        a.EnsureCapacity(xy.Length);
        for (var i = 0; i < xy.Length; i += 2)
        {
            a.Add((xy[i] - tile.West) * scale);
            a.Add((xy[i + 1] - tile.North) * scale);
        }
    }

    void PointsIn(double min, double max, ref (int X, int Y) cursor)
    {
        cells.Clear();
        for (var i = 0; i < a.Count; i += 2)
        {
            if (a[i] < min || a[i] > max || a[i + 1] < min || a[i + 1] > max) continue;
            cells.Add(Cell(a[i]));
            cells.Add(Cell(a[i + 1]));
        }
        if (cells.Count == 0) return;
        commands.Add(Command(1, cells.Count / 2));
        for (var i = 0; i < cells.Count; i += 2) Step(cells[i], cells[i + 1], ref cursor);
    }

    double LinesIn(double min, double max, ref (int X, int Y) cursor)
    {
        b.Clear();
        ends.Clear();
        MvtClip.Line(CollectionsMarshal.AsSpan(a), min, max, b, ends);
        double length = 0;
        var from = 0;
        foreach (var end in ends)
        {
            Round(CollectionsMarshal.AsSpan(b)[(from * 2)..(end * 2)], false);
            from = end;
            if (cells.Count < 4) continue;
            for (var i = 2; i < cells.Count; i += 2) length += Math.Sqrt(Square(cells[i] - cells[i - 2]) + Square(cells[i + 1] - cells[i - 1]));
            commands.Add(Command(1, 1));
            Step(cells[0], cells[1], ref cursor);
            commands.Add(Command(2, cells.Count / 2 - 1));
            for (var i = 2; i < cells.Count; i += 2) Step(cells[i], cells[i + 1], ref cursor);
        }
        return length;
    }

    double RingIn(double min, double max, bool outer, ref (int X, int Y) cursor)
    {
        MvtClip.Ring(ref a, ref b, min, max);
        Round(CollectionsMarshal.AsSpan(a), true);
        var n = cells.Count / 2;
        if (n < 3) return 0;
        var twice = 0L;
        for (int i = 0, j = n - 1; i < n; j = i++)
            twice += (long)cells[j * 2] * cells[i * 2 + 1] - (long)cells[i * 2] * cells[j * 2 + 1];
        if (twice == 0) return 0;
        // Outer rings have positive area, holes negative (4.3.4.4); from the first point on, forwards or backwards.
        var forwards = twice > 0 == outer;
        commands.Add(Command(1, 1));
        Step(cells[0], cells[1], ref cursor);
        commands.Add(Command(2, n - 1));
        for (var k = 1; k < n; k++)
        {
            var i = forwards ? k : n - k;
            Step(cells[i * 2], cells[i * 2 + 1], ref cursor);
        }
        commands.Add(Command(7, 1));
        return Math.Abs(twice) / 2.0;
    }

    // To cells, without points that fall on the one before, and for rings without points on a straight way there and back.
    void Round(ReadOnlySpan<double> xy, bool ring)
    {
        cells.Clear();
        for (var i = 0; i < xy.Length; i += 2)
        {
            int x = Cell(xy[i]), y = Cell(xy[i + 1]);
            var n = cells.Count;
            if (n >= 2 && cells[n - 2] == x && cells[n - 1] == y) continue;
            if (ring && n >= 4 && Straight(cells[n - 4], cells[n - 3], cells[n - 2], cells[n - 1], x, y))
            {
                cells.RemoveRange(n - 2, 2);
                if (cells[^2] == x && cells[^1] == y) continue;
            }
            cells.Add(x);
            cells.Add(y);
        }
        while (ring && cells.Count >= 4 && cells[0] == cells[^2] && cells[1] == cells[^1]) cells.RemoveRange(cells.Count - 2, 2);
    }

    static bool Straight(long ax, long ay, long bx, long by, long cx, long cy) => (bx - ax) * (cy - by) == (by - ay) * (cx - bx);

    void Step(int x, int y, ref (int X, int Y) cursor)
    {
        commands.Add(ZigZag(x - cursor.X));
        commands.Add(ZigZag(y - cursor.Y));
        cursor = (x, y);
    }

    static int Cell(double v) => (int)Math.Round(v, MidpointRounding.AwayFromZero);

    static double Square(double v) => v * v;

    static uint Command(uint id, int count) => id & 7 | (uint)count << 3;

    static uint ZigZag(int n) => (uint)(n << 1 ^ n >> 31);
}
