using System.Net;
using Cardo.Identity;
using Cardo.Kernel;
using Cardo.Server;
using Cardo.Tests.Support;
using Cardo.Traffic.Live;
using Cardo.Twin;
using Microsoft.Extensions.DependencyInjection;

namespace Cardo.Tests.Traffic.Live;

/// <summary>The recorded run of the demo's network in a whole city, without SUMO.</summary>
public sealed class TrafficPagesTests : IAsyncLifetime
{
    readonly string folder = Directory.CreateTempSubdirectory("cardo-traffic-").FullName;
    CityApp app = null!;
    HttpClient client = null!;

    async Task<CityApp> Start(string? city, string? live, params (string Key, string Value)[] more)
    {
        var values = new Dictionary<string, string> { ["traffic.simulate"] = "false" };
        foreach (var (key, value) in more) values[key] = value;
        if (live is not null) values["traffic.live"] = live;
        var settings = new Settings(values) { DataDir = Path.Combine(folder, live ?? "none"), Store = "sqlite:", Port = 0, MqttPort = 0, CityDir = city, TrustLoopback = true };
        Directory.CreateDirectory(settings.DataDir);
        var made = CityApp.Build(settings).Value;
        await made.Start();
        return made;
    }

    public async ValueTask InitializeAsync()
    {
        var city = Directory.CreateDirectory(Path.Combine(folder, "city", "traffic")).FullName;
        foreach (var file in Directory.GetFiles(Path.Combine(DemoTraffic.Folder, "traffic"))) File.Copy(file, Path.Combine(city, Path.GetFileName(file)));
        app = await Start(Path.Combine(folder, "city"), "linhe");
        client = new HttpClient { BaseAddress = new Uri(app.Url) };
        var board = app.Services.GetRequiredService<TrafficBoard>();
        await Eventually.Until(() => board.Now is not null);
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await app.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData(1.004, false, "traffic.sentence.free")]
    [InlineData(1.006, false, "traffic.sentence.good")]
    [InlineData(2.6, false, "traffic.sentence.alert")]
    [InlineData(1, true, "traffic.sentence.street.free")]
    [InlineData(1.2, true, "traffic.sentence.street")]
    public void Nothing_takes_one_time_as_long(double index, bool street, string sentence) => Cardo.Traffic.Pages.Words.SentenceKey(index, street).ShouldBe(sentence);

    [Fact]
    public async Task The_signals_stand_on_a_page_and_each_says_why_it_is_green()
    {
        var all = await client.GetStringAsync("/traffic?lang=en", TestContext.Current.CancellationToken);
        all.ShouldContain("href=\"/traffic/J9-9\"");
        all.ShouldContain("recorded run");
        var one = await client.GetStringAsync("/traffic/J9-9?lang=en", TestContext.Current.CancellationToken);
        one.ShouldContain("Hill Boulevard / Osmanthus Avenue");
        one.ShouldContain("reen");
        one.ShouldContain("<caption>What each stage lets go");
        WebUtility.HtmlDecode(await client.GetStringAsync("/traffic/J9-9?lang=zh-Hans&part=now", TestContext.Current.CancellationToken)).ShouldContain("阶段");
        (await client.GetAsync("/traffic/nowhere", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_line_tells_every_second()
    {
        using var answer = await client.GetAsync("/traffic/live", HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        var told = new List<string>();
        while (told.Count < 2)
            if (await lines.ReadLineAsync(TestContext.Current.CancellationToken) is { } line && line.StartsWith("data: ", StringComparison.Ordinal)) told.Add(line);
        told[1].ShouldNotBe(told[0]);
    }

    [Fact]
    public async Task The_network_is_in_the_twin_with_its_geometry_and_what_is_measured_becomes_history()
    {
        var twin = app.Services.GetRequiredService<TwinDesk>();
        twin.OfType("", Names.Default("TrafficSignal")).Count().ShouldBe(10);
        twin.OfType("", Names.Default("RoadSegment")).ShouldAllBe(s => s.Find(Names.Location, "")!.Value.Geo != null);
        twin.OfType("", Names.Default("RoadLane")).Count().ShouldBeGreaterThan(100);
        var signal = NetworkInTwin.IdOf("TrafficSignal", "linhe", "J9-9");
        var place = twin.Find("", signal)!.Find(Names.Location)!.Value.Geo!;
        place.MinX.ShouldBe(123.2, 0.02);
        place.MinY.ShouldBe(30.25, 0.02);
        AttributeHistory? history;
        while ((history = twin.History("", signal, Names.Default("congestionIndex"))) is null || history.Count < 2) await Task.Delay(200, TestContext.Current.CancellationToken);
        history.Newest!.Value.Number.ShouldBeGreaterThanOrEqualTo(1);
        twin.Find("", NetworkInTwin.IdOf("Road", "linhe", "Hill Boulevard"))!.Find(Names.Default("congestionIndex")).ShouldNotBeNull();
        twin.OfType("", Names.Default("TrafficFlowObserved")).Count().ShouldBeGreaterThan(20);
    }

    [Fact]
    public async Task Where_an_ambulance_of_a_real_city_goes_only_who_watches_the_city_sees()
    {
        await using var bare = await Start(Path.Combine(folder, "city"), null, ("traffic.corridor", "staff"));
        using var source = DemoTraffic.Open();
        var scene = DemoTraffic.Scene(source);
        var measures = new Measures(scene);
        var frame = new TrafficFrame(source.Junctions.Count);
        TrafficPicture picture;
        do
        {
            source.Next(frame).Value.ShouldBeTrue();
            picture = measures.Take(frame, 1_700_000_000_000_000);
        }
        while (picture.Emergencies.All(e => e.Ahead.All(a => !a.Held)));
        var board = bare.Services.GetRequiredService<TrafficBoard>();
        board.Show(scene, picture);
        var held = picture.Emergencies.SelectMany(e => e.Ahead).First(a => a.Held).Junction;
        using var visitor = new HttpClient { BaseAddress = new Uri(bare.Url) };
        using var officer = new HttpClient { BaseAddress = new Uri(bare.Url) };
        officer.DefaultRequestHeaders.Authorization = new("Bearer", bare.Services.GetRequiredService<KeyDesk>().Issue(new KeyRequest(KeyKind.Token, "a test", "test", [Scopes.Ops])).Value.Secret);
        foreach (var address in new[] { "/traffic?lang=en", "/traffic/wall?lang=en", $"/traffic/{scene.Junctions[held].Id}?lang=en", $"/traffic/wall/{scene.Junctions[held].Id}?lang=en&part=now" })
        {
            (await officer.GetStringAsync(address, TestContext.Current.CancellationToken)).ShouldContain("road corridor", customMessage: address);
            var seen = await visitor.GetStringAsync(address, TestContext.Current.CancellationToken);
            seen.ShouldNotContain("corridor", Case.Insensitive, address);
            seen.ShouldNotContain("class=\"siren\" cx", customMessage: address);
            seen.ShouldNotContain("an emergency", customMessage: address);
        }
        board.Clear();
        (await visitor.GetAsync("/traffic/wall?part=now", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await visitor.GetStringAsync("/traffic/wall?lang=en", TestContext.Current.CancellationToken)).ShouldContain("stand still");
    }

    [Fact]
    public async Task Why_it_is_green_names_crowded_streets_and_who_is_kept_at_the_edge()
    {
        await using var bare = await Start(Path.Combine(folder, "city"), null);
        using var source = DemoTraffic.Open();
        var scene = DemoTraffic.Scene(source);
        var picture = DemoTraffic.Play(source, scene, 30);
        var at = scene.JunctionOf("J9-9");
        var lanes = scene.Junctions[at].Approaches.Select(a => a.Lanes[0]).ToArray();
        picture.Junctions[at] = picture.Junctions[at] with { Reason = new Reason(Cause.Change, 40, 30, 1, [new Served(lanes[0], 3, 2)]) { Counted = [new Counted(lanes[0], 2.96f), new Counted(lanes[1], 0.4f)] } };
        bare.Services.GetRequiredService<TrafficBoard>().Show(scene, picture);
        using var visitor = new HttpClient { BaseAddress = new Uri(bare.Url) };
        foreach (var address in new[] { "/traffic/J9-9", "/traffic/wall/J9-9" })
        {
            async Task<string> Said(string language) => WebUtility.HtmlDecode(await visitor.GetStringAsync($"{address}?lang={language}", TestContext.Current.CancellationToken));
            var said = await Said("en");
            said.ShouldContain("would have cost 40 s. Crowded, and in the way of others: ", customMessage: address);
            said.ShouldContain(", where each vehicle counts as 3. From the edge into crowded streets, so let in more slowly: ", customMessage: address);
            said.ShouldContain(", where each counts 60 % less.", customMessage: address);
            said = await Said("zh-Hans");
            said.ShouldContain("（每辆按 3 辆计）", customMessage: address);
            said.ShouldContain("（每辆少计 60%）", customMessage: address);
            (await Said("zh-Hant")).ShouldContain("（每輛少計 60%）", customMessage: address);
        }
    }

    [Fact]
    public async Task The_wall_shows_a_junction_its_ring_why_it_is_green_and_the_city()
    {
        var wall = await client.GetStringAsync("/traffic/wall/J9-9?lang=en", TestContext.Current.CancellationToken);
        wall.ShouldContain("data-theme=\"dark\"");
        wall.ShouldContain("class=\"ring\"");
        wall.ShouldContain("class=\"junction\"");
        wall.ShouldContain("class=\"net\"");
        wall.ShouldContain("screen-why");
        WebUtility.HtmlDecode(await client.GetStringAsync("/traffic/wall/J9-9?lang=zh-Hant&part=now", TestContext.Current.CancellationToken)).ShouldNotContain("Hill Boulevard");
        (await client.GetAsync("/traffic/wall/nowhere", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Index_delay_queue_and_throughput_are_kept_of_junction_road_and_city()
    {
        var twin = app.Services.GetRequiredService<TwinDesk>();
        foreach (var type in new[] { "TrafficNetwork", "TrafficSignal", "Road", "TrafficFlowObserved" })
            while (!twin.OfType("", Names.Default(type)).Any(e => new[] { "congestionIndex", "averageDelay", "queueLength", "throughput" }.All(a => e.Find(Names.Default(a)) is not null))) await Task.Delay(200, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_city_without_signals_says_what_to_do()
    {
        await using var bare = await Start(null, null);
        using var visitor = new HttpClient { BaseAddress = new Uri(bare.Url) };
        (await visitor.GetStringAsync("/traffic?lang=en", TestContext.Current.CancellationToken)).ShouldContain("no signals here yet");
        (await visitor.GetStringAsync("/?lang=en", TestContext.Current.CancellationToken)).ShouldNotContain("href=\"/traffic\"");
    }
}
