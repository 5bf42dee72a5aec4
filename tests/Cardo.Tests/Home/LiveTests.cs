using System.Diagnostics;
using System.Text.Json;
using Cardo.Home.Base;
using Cardo.Home.Live;
using Cardo.Kernel;
using Cardo.Server;
using Cardo.Standards.Mvt;
using Cardo.Standards.NgsiLd;
using Cardo.Tests.Support;
using Cardo.Twin;
using Microsoft.Extensions.DependencyInjection;

namespace Cardo.Tests.Home;

/// <summary>The living city over HTTP, with the whole program under it.</summary>
public sealed class LiveTests : IAsyncLifetime
{
    readonly string folder = Directory.CreateTempSubdirectory("cardo-live-").FullName;
    CityApp app = null!;
    HttpClient client = null!;

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    TwinDesk Twin => app.Services.GetRequiredService<TwinDesk>();

    public async ValueTask InitializeAsync()
    {
        app = Build();
        app.Recover();
        await SmallCity.Build(Twin, TimeProvider.System.NowUs());
        await app.Start();
        client = new HttpClient { BaseAddress = new Uri(app.Url), Timeout = TimeSpan.FromMinutes(2) };
    }

    CityApp Build() => CityApp.Build(new Settings(new Dictionary<string, string> { ["time_zone"] = "Asia/Taipei" })
    { DataDir = folder, Store = "sqlite:" + Path.Combine(folder, "city.db"), Port = 0, MqttPort = 0 }).Value;

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await app.DisposeAsync();
        Directory.Delete(folder, true);
    }

    async Task<JsonElement> Json(string address) => JsonDocument.Parse(await client.GetStringAsync(address, Stop)).RootElement;

    static TwinCommand Level(int gauge, double level) => new Observe($"urn:ngsi-ld:WaterLevelObserved:river-{gauge}", Names.Default("WaterLevelObserved"),
        [new() { Name = Names.Default("waterLevel"), Value = Value.Of(level), UnitCode = "MTR", ObservedAtUs = TimeProvider.System.NowUs() }]);

    [Fact]
    public async Task Whatever_is_missed_a_viewer_ends_with_what_the_board_has()
    {
        var viewer = new Viewer(client);
        var random = new Random(3);
        var watching = viewer.Watch(Stop);
        for (var round = 0; round < 40; round++)
        {
            await Twin.Write("", [.. Enumerable.Range(1, 10).Select(g => Level(g, Math.Round(random.NextDouble() * 4, 3)))]);
            if (round % 7 == 3) await Twin.Write("", new DeleteEntity("urn:ngsi-ld:WasteContainer:bin-" + (round / 7 + 1)));
            if (round == 20) viewer.Drop();
        }
        await viewer.Reach(app.Services.GetRequiredService<CityBoard>(), Stop);
        var board = app.Services.GetRequiredService<CityBoard>().Copy();
        viewer.Values.Count.ShouldBe(board.Pins.Length);
        foreach (var pin in board.Pins)
        {
            var (value, tone) = viewer.Values[pin.Index];
            tone.ShouldBe((int)pin.Tone, pin.Id);
            if (pin.Value.Kind == ValueKind.Number) value.ShouldBe(pin.Value.Number, 1e-9, pin.Id);
        }
        viewer.End();
        await watching;
    }

    [Fact]
    public async Task Many_viewers_that_come_together_share_one_snapshot()
    {
        var live = app.Services.GetRequiredService<LiveEndpoint>();
        await client.GetStringAsync("/map/now", Stop);
        var before = live.SnapshotsMade;
        await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => client.GetStringAsync("/map/now", Stop)));
        (live.SnapshotsMade - before).ShouldBeLessThanOrEqualTo(1);
    }

    [Fact]
    public async Task Many_who_ask_at_once_make_a_tile_once_and_browsers_keep_it()
    {
        await Eventually.Until(() => app.Services.GetRequiredService<BaseMap>().Content.Count > 0);
        var map = app.Services.GetRequiredService<BaseMap>();
        var tiles = app.Services.GetRequiredService<Tiles>();
        var tile = TileId.At(14, SmallCity.Lon, SmallCity.Lat);
        var address = $"/tiles/{map.Version}/{tile.Z}/{tile.X}/{tile.Y}.mvt";
        var before = tiles.MadeCount;
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => client.GetAsync(address, Stop)));
        (tiles.MadeCount - before).ShouldBe(1);
        answers.ShouldAllBe(a => a.IsSuccessStatusCode && a.Headers.CacheControl!.MaxAge == TimeSpan.FromDays(365));
        using var again = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { { "If-None-Match", answers[0].Headers.ETag!.Tag } } };
        ((int)(await client.SendAsync(again, Stop)).StatusCode).ShouldBe(304);
        var layers = Standards.Mvt.TileReader.Read(await answers[0].Content.ReadAsByteArrayAsync(Stop));
        layers.Select(l => l.Name).ShouldBe(["districts", "water", "buildings", "streets"], ignoreOrder: true, "the park lies in the next tile");
        layers.Single(l => l.Name == "districts").Features.SelectMany(f => f.Tags.Keys).ShouldContain("name:zh-Hans");
        ((int)(await client.GetAsync($"/tiles/{map.Version}/3/9/9.mvt", Stop)).StatusCode).ShouldBe(404, "no such tile at zoom 3");
        (await client.GetAsync($"/tiles/old/{tile.Z}/{tile.X}/{tile.Y}.mvt", Stop)).Headers.CacheControl!.NoCache.ShouldBeTrue();
    }

    [Fact]
    public async Task The_same_city_has_the_same_version_after_a_restart_and_another_one_another()
    {
        await Eventually.Until(() => app.Services.GetRequiredService<BaseMap>().Content.Count > 0);
        var version = app.Services.GetRequiredService<BaseMap>().Version;
        await app.DisposeAsync();
        app = Build();
        app.Recover();
        var map = app.Services.GetRequiredService<BaseMap>();
        map.Read().ShouldBeTrue();
        map.Version.ShouldBe(version);
        map.Read().ShouldBeFalse("nothing changed");
        await Twin.Write("", new DeleteEntity("urn:ngsi-ld:Park:park"));
        map.Read().ShouldBeTrue();
        map.Version.ShouldNotBe(version);
    }

    [Fact]
    public async Task A_moment_of_the_past_is_what_histories_say_of_it()
    {
        var at = TimeProvider.System.NowUs() - 3 * Instants.HourUs;
        var past = await Json("/map/at?time=" + Uri.EscapeDataString(Instants.Format(at)));
        var pin = app.Services.GetRequiredService<CityBoard>().Find(SmallCity.River)!;
        var then = past.GetProperty("pins").EnumerateArray().Single(p => p[0].GetInt32() == pin.Index);
        var sample = Twin.History("", SmallCity.River, Names.Default("waterLevel"))!.At(at - at % Instants.MinuteUs)!.Value;
        then[1].GetDouble().ShouldBe(sample.Number);
        then[2].GetInt64().ShouldBe(sample.AtUs / 1000);
        ((int)(await client.GetAsync("/map/at?time=yesterday", Stop)).StatusCode).ShouldBe(400);
        var day = await Json("/map/day");
        (day.GetProperty("to").GetInt64() - day.GetProperty("from").GetInt64()).ShouldBe(24 * 3600_000);
    }

    /// <summary>What a browser does: an event source, a snapshot, frames.</summary>
    sealed class Viewer(HttpClient client)
    {
        CancellationTokenSource line = new();
        volatile bool over;
        long seq = -1;

        public Dictionary<int, (double Value, int Tone)> Values { get; } = [];

        public void Drop() => line.Cancel();

        public void End()
        {
            over = true;
            line.Cancel();
        }

        public async Task Reach(CityBoard board, CancellationToken stop)
        {
            while (Interlocked.Read(ref seq) < board.Seq) await Task.Delay(20, stop);
        }

        public async Task Watch(CancellationToken stop)
        {
            while (!over && !stop.IsCancellationRequested)
            {
                line = new CancellationTokenSource();
                try
                {
                    using var ask = new HttpRequestMessage(HttpMethod.Get, "/live");
                    if (seq >= 0) ask.Headers.Add("Last-Event-ID", seq.ToString(System.Globalization.CultureInfo.InvariantCulture));
                    using var answer = await client.SendAsync(ask, HttpCompletionOption.ResponseHeadersRead, line.Token);
                    using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(line.Token));
                    while (await reader.ReadLineAsync(line.Token) is { } text)
                        if (text.StartsWith("data: ", StringComparison.Ordinal)) await Take(JsonDocument.Parse(text[6..]).RootElement, line.Token);
                }
                catch (Exception e) when (e is OperationCanceledException or IOException or HttpRequestException)
                {
                    Debug.WriteLine(e.Message);
                }
            }
        }

        async Task Take(JsonElement said, CancellationToken stop)
        {
            if (said.TryGetProperty("snapshot", out var address))
            {
                said = JsonDocument.Parse(await client.GetStringAsync(address.GetString(), stop)).RootElement;
                Values.Clear();
                foreach (var pin in said.GetProperty("pins").EnumerateArray()) Whole(pin);
            }
            else if (said.GetProperty("seq").GetInt64() <= seq) return;
            else
            {
                if (said.TryGetProperty("g", out var gone)) foreach (var g in gone.EnumerateArray()) Values.Remove(g.GetInt32());
                if (said.TryGetProperty("n", out var news)) foreach (var n in news.EnumerateArray()) Whole(n);
                if (said.TryGetProperty("u", out var changed)) foreach (var u in changed.EnumerateArray()) Values[u[0].GetInt32()] = (Number(u[1]), u[4].GetInt32());
            }
            Interlocked.Exchange(ref seq, said.GetProperty("seq").GetInt64());
        }

        void Whole(JsonElement pin) => Values[pin[0].GetInt32()] = (Number(pin[7]), pin[10].GetInt32());

        static double Number(JsonElement value) => value.ValueKind == JsonValueKind.Number ? value.GetDouble() : double.NaN;
    }
}
