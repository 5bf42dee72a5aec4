using System.Globalization;
using Cardo.Home.Base;
using Cardo.Home.Find;
using Cardo.Home.History;
using Cardo.Home.Layers;
using Cardo.Home.Live;
using Cardo.Home.Things;
using Cardo.Kernel;
using Cardo.Ui;
using Microsoft.AspNetCore.Http;

namespace Cardo.Home.Pages;

/// <summary>Reads what is asked out of the address, and answers with a page or its data.</summary>
internal sealed class Answers(
    IHttpContextAccessor accessor, Reader reader, CityBoard board, LayerShelf shelf, BaseMap baseMap, Moments moments, DayEvents days,
    LookAtThing look, ListThings list, SearchCity search, IngestMeter meter, LiveEndpoint live, Tiles tiles)
{
    HttpContext Http => accessor.HttpContext!;

    string? Query(string name) => Http.Request.Query[name].ToString() is { Length: > 0 and <= 200 } text ? text : null;

    public IResult Front()
    {
        Http.Response.Headers.CacheControl = "no-cache";
        var (page, total) = list.Run(new ListQuery(null, null, null, "state", 0, null), reader.NowUs);
        var layers = list.Layers(reader.NowUs);
        var shown = Shown(layers);
        return Show.Page<FrontPage>(
            ("Counts", board.Counts), ("Layers", layers), ("Shown", shown), ("More", baseMap.Content.Filled.Where(l => !l.Shown).ToArray()), ("Alarms", board.Alarms(openOnly: true)), ("Things", page), ("Total", total),
            ("Map", MapProps(shown)), ("Names", NamesOf(board.Alarms(openOnly: true).Take(8).Select(a => a.SourceId))));
    }

    public IResult List()
    {
        var atUs = days.Moment(Query("day"), Query("clock"));
        var sort = Query("sort") is { } asked && ListThings.Sorts.Contains(asked.TrimStart('-')) ? asked : "state";
        var query = new ListQuery(Query("q"), Query("layer"), Query("state"), sort, Offset(), atUs);
        var (page, total) = list.Run(query, reader.NowUs);
        return Show.Page<ListPage>(("Asked", query), ("Things", page), ("Total", total), ("Layers", list.Layers(reader.NowUs)));
    }

    public IResult Search()
    {
        var text = Query("q") ?? "";
        return Show.Page<SearchPage>(("Text", text), ("Found", search.Run(text, reader.Lang)));
    }

    public IResult Thing(string id)
    {
        if (look.Look(id, Query("attr"), reader.Lang, reader.NowUs) is not { } thing) return Show.Refused(404, reader.Say("home.thing.gone", ("id", id.Length > 100 ? id[..100] : id)));
        Http.Response.Headers.CacheControl = "no-cache";
        return Query("part") == "card" ? Show.Page<ThingCard>(("Thing", thing), ("Card", true)) : Show.Page<ThingPage>(("Thing", thing));
    }

    public IResult Ops()
    {
        var nowUs = reader.NowUs;
        var alarms = board.Alarms().Take(100).ToArray();
        var silent = board.Copy().Pins.Where(p => p.SilentAt(nowUs)).OrderBy(p => p.HeardUs).ToArray();
        return Show.Page<OpsPage>(
            ("Counts", board.Counts), ("Alarms", alarms), ("Names", NamesOf(alarms.Select(a => a.SourceId))), ("Layers", list.Layers(nowUs)), ("Silent", silent),
            ("PerSecond", meter.PerSecond), ("Minutes", meter.Minutes(30)), ("Total", meter.Total), ("Viewers", live.Viewers), ("Left", board.Left),
            ("TilesMade", tiles.MadeCount), ("TilesDropped", tiles.DroppedCount));
    }

    /// <summary>The map's state at <c>?time=</c> (ISO 8601).</summary>
    public async Task At()
    {
        if (!Instants.TryParse(Query("time") ?? "", out var us))
        {
            await Results.Problem("Ask for a moment: /map/at?time=2018-08-23T10:00:00Z", statusCode: 400).ExecuteAsync(Http);
            return;
        }
        var bytes = moments.Encode(Math.Min(us, reader.NowUs), reader.NowUs);
        await Serve.Bytes(Http, bytes, Assets.Gzip(bytes), "application/json", "no-cache");
    }

    /// <summary>Where the day of <c>?day=</c> begins and ends, and what happened in it.</summary>
    public IResult Day()
    {
        var (fromUs, toUs) = days.DayOf(days.Moment(Query("day"), null) ?? reader.NowUs);
        var events = days.In(fromUs, toUs).Select(e => new
        {
            at = e.AtUs / 1000,
            id = e.Alarm.SourceId,
            name = e.SourceName,
            text = AlarmText.Of(e.Alarm, reader),
            tone = (int)CityBoard.ToneOf(e.Alarm.Severity),
            clock = reader.Clock(e.AtUs),
        });
        return Results.Json(new { from = fromUs / 1000, to = toUs / 1000, now = reader.NowUs / 1000, label = reader.Day(fromUs), events });
    }

    int Offset() => int.TryParse(Query("offset"), NumberStyles.None, CultureInfo.InvariantCulture, out var offset) ? Math.Min(offset, CityBoard.MostPins) : 0;

    Dictionary<string, string> NamesOf(IEnumerable<string> ids) => ids.Distinct().ToDictionary(id => id, id => board.Find(id)?.NameIn(reader.Lang) ?? Labels.Tail(id));

    IEnumerable<object> Base(BaseContent content) =>
        content.Filled.Select(l => new { id = l.Id, paint = l.Paint, minZoom = l.MinZoom, labelZoom = l.LabelZoom, shown = l.Shown, title = l.TitleIn(reader.Lang) });

    /// <summary>What a small map needs to draw the base.</summary>
    public IResult BaseStyle()
    {
        Http.Response.Headers.CacheControl = "no-cache";
        return Results.Json(new { lang = reader.Lang, tiles = baseMap.Version, tileZoom = BaseContent.MaxZoom, @base = Base(baseMap.Content) });
    }

    // At most two kinds of things at once to begin with: a map of everything shows nothing.
    static string[] Shown(IReadOnlyList<LayerCount> layers) =>
        [.. layers.OrderByDescending(l => l.Layer.Shown).Take(2).Select(l => l.Layer.Id)];

    object MapProps(string[] shown)
    {
        var content = baseMap.Content;
        return new
        {
            lang = reader.Lang,
            city = reader.City,
            tiles = content.Version,
            tileZoom = BaseContent.MaxZoom,
            box = content.Box.IsNull ? null : new[] { content.Box.MinX, content.Box.MinY, content.Box.MaxX, content.Box.MaxY },
            @base = Base(content),
            shown,
            layers = shelf.LiveLayers.Select(l => new { id = l.Id, icon = l.Paint.Icon, title = l.TitleIn(reader.Lang), shown = l.Shown, silent_s = l.SilentAfter_s }),
            texts = reader.TextsUnder("home.map.", "home.time.", "home.state.", "home.value.", "ui.ago.", "ui.yes", "ui.no"),
            zone = reader.Zone.Id,
        };
    }
}
