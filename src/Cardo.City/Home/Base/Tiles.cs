using System.Globalization;
using Cardo.Standards.Mvt;
using Cardo.Ui;
using Microsoft.AspNetCore.Http;

namespace Cardo.Home.Base;

/// <summary>
/// <c>/tiles/{version}/{z}/{x}/{y}.mvt</c>: made once however many ask at once, kept while there is room, and by browsers
/// for ever, because another map has another version.
/// </summary>
internal sealed class Tiles(BaseMap map)
{
    const long MostBytes = 48 << 20;

    readonly Lock gate = new();
    readonly Dictionary<(string Version, TileId Tile), LinkedListNode<Entry>> kept = [];
    readonly LinkedList<Entry> byUse = [];
    long bytes;

    sealed record Made(byte[] Plain, byte[] Packed, int Dropped);

    sealed record Entry((string, TileId) Key, Lazy<Made> Tile)
    {
        public long Bytes { get; set; }
    }

    /// <summary>How many tiles were made rather than found.</summary>
    public long MadeCount => Interlocked.Read(ref made);

    long made;

    /// <summary>Things left out of tiles because of their limits, since the start.</summary>
    public long DroppedCount => Interlocked.Read(ref dropped);

    long dropped;

    public async Task Get(string version, int z, int x, string y, HttpContext http)
    {
        var tile = new TileId(z, x, int.TryParse(Path.GetFileNameWithoutExtension(y), NumberStyles.None, CultureInfo.InvariantCulture, out var row) ? row : -1);
        if (!tile.Exists || z > BaseContent.MaxZoom)
        {
            http.Response.StatusCode = 404;
            return;
        }
        var content = map.Content;
        var bytes = Find(content, tile);
        // An old page asks for an old version: it gets the map as it is now, but is told not to keep it under that name.
        var cache = version == content.Version ? Serve.Forever : "no-cache";
        await Serve.Bytes(http, bytes.Plain, bytes.Packed, "application/vnd.mapbox-vector-tile", cache, $"\"{content.Version}-{z}-{x}-{tile.Y}\"");
    }

    Made Find(BaseContent content, TileId tile)
    {
        var key = (content.Version, tile);
        LinkedListNode<Entry>? node;
        lock (gate)
        {
            if (kept.TryGetValue(key, out node))
            {
                byUse.Remove(node);
                byUse.AddFirst(node);
            }
            else
            {
                node = byUse.AddFirst(new Entry(key, new Lazy<Made>(() => Make(content, tile))));
                kept[key] = node;
            }
        }
        var result = node.Value.Tile.Value;
        Weigh(node.Value, result);
        return result;
    }

    Made Make(BaseContent content, TileId tile)
    {
        var result = content.Tile(tile);
        Interlocked.Increment(ref made);
        Interlocked.Add(ref dropped, result.Dropped);
        return new Made(result.Bytes, Assets.Gzip(result.Bytes), result.Dropped);
    }

    void Weigh(Entry entry, Made result)
    {
        lock (gate)
        {
            if (entry.Bytes > 0) return;
            entry.Bytes = result.Plain.Length + result.Packed.Length + 200;
            bytes += entry.Bytes;
            for (var last = byUse.Last; bytes > MostBytes && last is not null;)
            {
                var before = last.Previous;
                if (last.Value.Bytes > 0)
                {
                    bytes -= last.Value.Bytes;
                    byUse.Remove(last);
                    kept.Remove(last.Value.Key);
                }
                last = before;
            }
        }
    }
}
