using Cardo.Conformance.Support;

namespace Cardo.Conformance.NgsiLd;

/// <summary>Subscriptions and notifications: ETSI GS CIM 009 clauses 5.2.12, 5.8, 6.10 and 6.11.</summary>
[Collection(nameof(LdCity))]
public class SubscriptionTests(CityHost city)
{
    static string Subscription(string type, string endpoint, string more = "", string notification = "", string endpointMore = "") =>
        $$"""{"type":"Subscription","entities":[{"type":"{{type}}"}]{{more}},"notification":{ {{notification}} "endpoint":{"uri":"{{endpoint}}"{{endpointMore}} } } }""";

    static string Lamp(string id, string type, double power) =>
        FormattableString.Invariant($$"""{"id":"urn:ngsi-ld:{{id}}","type":"{{type}}","power":{"type":"Property","value":{{power}},"unitCode":"WTT"},"name":{"type":"Property","value":"n"} }""");

    async Task<string> Subscribe(string body)
    {
        var made = (await city.Send("POST", "/ngsi-ld/v1/subscriptions", body)).Is(201);
        return made.Header("Location")!;
    }

    Task<Told> Set(string id, string attribute, string value) =>
        city.Send("PATCH", $"/ngsi-ld/v1/entities/urn:ngsi-ld:{id}/attrs", $$"""{"{{attribute}}":{"type":"Property","value":{{value}} } }""");

    [Fact] // 6.10.3.1, 6.11.3
    public async Task A_subscription_is_made_read_changed_and_deleted()
    {
        await using var receiver = await Receiver.Open();
        var at = await Subscribe(Subscription("SubLife", receiver.Url, """,  "watchedAttributes":["power"] """));
        at.ShouldStartWith("/ngsi-ld/v1/subscriptions/urn:ngsi-ld:Subscription:");
        var read = (await city.Send("GET", at)).Is(200);
        ((string?)read.Json["entities"]![0]!["type"]).ShouldBe("SubLife");
        ((string?)read.Json["watchedAttributes"]![0]).ShouldBe("power");
        ((string?)read.Json["status"]).ShouldBe("active");
        (await city.Send("PATCH", at, """{"isActive":false}""")).Is(204);
        ((string?)(await city.Send("GET", at)).Json["status"]).ShouldBe("paused");
        (await city.Send("DELETE", at)).Is(204);
        (await city.Send("GET", at)).IsProblem(404, "ResourceNotFound");
    }

    [Fact] // 5.8.6: the watched attribute changed, and nothing else
    public async Task Only_what_is_watched_is_told()
    {
        await using var receiver = await Receiver.Open();
        await Subscribe(Subscription("SubWatch", receiver.Url, """, "watchedAttributes":["power"] """));
        (await city.Send("POST", "/ngsi-ld/v1/entities", Lamp("SubWatch:1", "SubWatch", 1))).Is(201);
        await receiver.Next();
        (await Set("SubWatch:1", "name", "\"other\"")).Is(204);
        (await Set("SubWatch:1", "power", "7")).Is(204);
        var (body, headers) = await receiver.Next();
        ((string?)body["type"]).ShouldBe("Notification");
        ((double?)body["data"]![0]!["power"]!["value"]).ShouldBe(7);
        headers["Link"].ShouldContain("ngsi-ld-core-context");
        receiver.Count.ShouldBe(0);
    }

    [Fact] // 5.3.1: the data of a notification are entities, each as it was after a change
    public async Task What_is_written_at_once_is_told_whole_and_no_notification_names_an_entity_twice()
    {
        await using var receiver = await Receiver.Open();
        await Subscribe(Subscription("SubOnce", receiver.Url));
        (await city.Send("POST", "/ngsi-ld/v1/entities", Lamp("SubOnce:1", "SubOnce", 0))).Is(201);
        foreach (var set in await Task.WhenAll(Enumerable.Range(1, 20).Select(n => Set("SubOnce:1", "power", $"{n}")))) set.Is(204);
        var said = new List<double>();
        while (said.Count < 21)
        {
            var data = (await receiver.Next()).Body["data"]!.AsArray();
            data.Select(e => (string?)e!["id"]).ShouldBeUnique();
            said.AddRange(data.Select(e => (double)e!["power"]!["value"]!));
        }
        said.Order().ShouldBe(Enumerable.Range(0, 21).Select(n => (double)n));
    }

    [Fact] // 5.2.12 q and geoQ
    public async Task Queries_decide_what_is_told()
    {
        await using var receiver = await Receiver.Open();
        await Subscribe(Subscription("SubQ", receiver.Url, """, "q":"power>50","geoQ":{"georel":"near;maxDistance==1000","geometry":"Point","coordinates":[120.2,22.9]} """));
        static string At(string id, double lon, double power) => FormattableString.Invariant(
            $$"""{"id":"urn:ngsi-ld:{{id}}","type":"SubQ","power":{"type":"Property","value":{{power}} },"location":{"type":"GeoProperty","value":{"type":"Point","coordinates":[{{lon}},22.9]} } }""");
        foreach (var body in new[] { At("SubQ:far", 120.3, 60), At("SubQ:weak", 120.2, 40), At("SubQ:both", 120.2, 60) })
            (await city.Send("POST", "/ngsi-ld/v1/entities", body)).Is(201);
        ((string?)(await receiver.Next()).Body["data"]![0]!["id"]).ShouldBe("urn:ngsi-ld:SubQ:both");
        receiver.Count.ShouldBe(0);
    }

    [Fact] // 5.2.14: format, attributes; 5.2.22: receiverInfo
    public async Task The_subscriber_says_how_it_wants_it()
    {
        await using var receiver = await Receiver.Open();
        await Subscribe(Subscription("SubForm", receiver.Url, "", """ "format":"keyValues","attributes":["power"], """, """, "receiverInfo":[{"key":"X-Secret","value":"s3"}] """));
        (await city.Send("POST", "/ngsi-ld/v1/entities", Lamp("SubForm:1", "SubForm", 5))).Is(201);
        var (body, headers) = await receiver.Next();
        body["data"]![0]!.ToJsonString().ShouldBe("""{"id":"urn:ngsi-ld:SubForm:1","type":"SubForm","power":5}""");
        headers["X-Secret"].ShouldBe("s3");
    }

    [Fact] // 5.8.1.4
    public async Task What_would_never_notify_is_refused()
    {
        async Task Bad(string body) => (await city.Send("POST", "/ngsi-ld/v1/subscriptions", body)).IsProblem(400, "BadRequestData");
        await Bad("""{"type":"Subscription","notification":{"endpoint":{"uri":"http://127.0.0.1:1/"} } }""");
        await Bad(Subscription("X", "ftp://127.0.0.1/x"));
        await Bad(Subscription("X", "http://127.0.0.1:1/", """, "expiresAt":"2001-01-01T00:00:00Z" """));
        await Bad(Subscription("X", "http://127.0.0.1:1/", """, "q":"(power>5" """));
        await Bad(Subscription("X", "http://127.0.0.1:1/", """, "throttling":-1 """));
        await Bad(Subscription("X", "http://127.0.0.1:1/", "", """ "format":"poem", """));
        await Bad(Subscription("X", "http://127.0.0.1:1/", """, "notificationTrigger":["always"] """));
        (await city.Send("POST", "/ngsi-ld/v1/subscriptions", "{")).IsProblem(400, "InvalidRequest");
    }

    [Fact] // what users of today's brokers suffer from
    public async Task A_dead_subscriber_delays_nobody()
    {
        await using var dead = await Receiver.Open(_ => 0);
        await using var living = await Receiver.Open();
        for (var i = 0; i < 20; i++) await Subscribe(Subscription("SubDead", dead.Url));
        await Subscribe(Subscription("SubDead", living.Url));
        for (var i = 0; i < 5; i++)
        {
            (await city.Send("POST", "/ngsi-ld/v1/entities", Lamp($"SubDead:{i}", "SubDead", i))).Is(201);
            ((string?)(await living.Next()).Body["data"]![0]!["id"]).ShouldBe($"urn:ngsi-ld:SubDead:{i}");
        }
    }

    [Fact] // 5.2.14.2: status, timesSent, timesFailed
    public async Task A_failed_notification_is_tried_again_and_told_of()
    {
        await using var receiver = await Receiver.Open(n => n == 1 ? 500 : 200);
        var at = await Subscribe(Subscription("SubRetry", receiver.Url));
        (await city.Send("POST", "/ngsi-ld/v1/entities", Lamp("SubRetry:1", "SubRetry", 1))).Is(201);
        var first = (await receiver.Next()).Body;
        var again = (await receiver.Next()).Body;
        ((string?)again["id"]).ShouldBe((string?)first["id"]);
        for (var i = 0; i < 100 && (long?)(await city.Send("GET", at)).Json["notification"]!["timesSent"] != 1; i++) await Task.Delay(50, TestContext.Current.CancellationToken);
        var read = (await city.Send("GET", at)).Json["notification"]!;
        ((long?)read["timesSent"]).ShouldBe(1);
        ((long?)read["timesFailed"]).ShouldBe(0);
        ((string?)read["status"]).ShouldBe("ok");
        read["lastFailure"].ShouldNotBeNull();
    }

    [Fact] // 5.8.6: throttling
    public async Task Throttling_tells_the_latest_when_its_time_is_over()
    {
        await using var receiver = await Receiver.Open();
        await Subscribe(Subscription("SubSlow", receiver.Url, """, "throttling":1 """));
        (await city.Send("POST", "/ngsi-ld/v1/entities", Lamp("SubSlow:1", "SubSlow", 0))).Is(201);
        await receiver.Next();
        for (var i = 1; i <= 20; i++) (await Set("SubSlow:1", "power", $"{i}")).Is(204);
        ((double?)(await receiver.Next()).Body["data"]![0]!["power"]!["value"]).ShouldBe(20);
        receiver.Count.ShouldBe(0);
    }

    [Fact] // 5.2.12: notificationTrigger entityDeleted
    public async Task A_deletion_is_told_to_who_asks_for_it()
    {
        await using var receiver = await Receiver.Open();
        await Subscribe(Subscription("SubGone", receiver.Url, """, "notificationTrigger":["entityDeleted"] """));
        (await city.Send("POST", "/ngsi-ld/v1/entities", Lamp("SubGone:1", "SubGone", 1))).Is(201);
        (await city.Send("DELETE", "/ngsi-ld/v1/entities/urn:ngsi-ld:SubGone:1")).Is(204);
        ((string?)(await receiver.Next()).Body["data"]![0]!["id"]).ShouldBe("urn:ngsi-ld:SubGone:1");
        receiver.Count.ShouldBe(0);
    }
}

/// <summary>A city of its own, because it is stopped on the way.</summary>
public class SubscriptionRestartTests
{
    [Fact]
    public async Task Entities_and_subscriptions_survive_a_restart()
    {
        var city = new CityHost();
        await city.InitializeAsync();
        await using (city)
        {
            await using var receiver = await Receiver.Open();
            (await city.Send("POST", "/ngsi-ld/v1/subscriptions", $$"""{"type":"Subscription","entities":[{"type":"Lamp"}],"q":"power>5","notification":{"endpoint":{"uri":"{{receiver.Url}}"} } }""")).Is(201);
            (await city.Send("POST", "/ngsi-ld/v1/entities", """{"id":"urn:ngsi-ld:Lamp:1","type":"Lamp","power":{"type":"Property","value":1} }""")).Is(201);
            await city.Restart();
            (await city.Send("GET", "/ngsi-ld/v1/entities/urn:ngsi-ld:Lamp:1")).Is(200);
            for (var i = 0; i < 100 && (await city.Send("GET", "/ngsi-ld/v1/subscriptions")).Json.AsArray().Count == 0; i++) await Task.Delay(50, TestContext.Current.CancellationToken);
            (await city.Send("PATCH", "/ngsi-ld/v1/entities/urn:ngsi-ld:Lamp:1/attrs", """{"power":{"type":"Property","value":9} }""")).Is(204);
            ((double?)(await receiver.Next()).Body["data"]![0]!["power"]!["value"]).ShouldBe(9);
        }
    }
}
