using System.Net.Sockets;
using System.Text;
using Cardo.Conformance.Support;

namespace Cardo.Conformance.NgsiLd;

/// <summary>Back-pressure on the binding: RFC 6585 clause 4 (429), and the bulk page that is this broker's choice (clause 6.3.10).</summary>
[Collection(nameof(LdCity))]
public class PressureTests(CityHost city)
{
    const string Upsert = "/ngsi-ld/v1/entityOperations/upsert";

    static string Batch(int n, int pad) =>
        $"[{string.Join(',', Enumerable.Range(0, n).Select(i => $$"""{"id":"urn:ngsi-ld:Pressed:{{i}}","type":"Pressed","level":{{i}},"text":"{{new string('x', pad)}}"}"""))}]";

    // A sender that said how much it brings, and brings it slowly.
    async Task<Socket> Begin(int length)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        var url = new Uri(city.Url);
        await socket.ConnectAsync("127.0.0.1", url.Port);
        await socket.SendAsync(Encoding.ASCII.GetBytes($"POST {Upsert} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n["));
        return socket;
    }

    // So slowly that it takes as long as the test, and not so slowly that the server gives it up.
    static async Task Trickle(Socket socket, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await socket.SendAsync(Encoding.ASCII.GetBytes(new string(' ', 100)), SocketFlags.None, CancellationToken.None);
            await Task.Delay(50, CancellationToken.None);
        }
    }

    [Fact]
    public async Task More_than_there_is_room_for_is_told_429_and_when_to_come_again()
    {
        var body = Batch(100, 10_000);
        using var enough = new CancellationTokenSource();
        var slow = await Begin(1_500_000);
        try
        {
            // The slow one holds its room as soon as its head is read.
            var told = await city.Send("POST", Upsert, body);
            for (var n = 0; n < 100 && told.Status != 429; n++, await Task.Delay(20, TestContext.Current.CancellationToken))
            {
                // A quick one may have been read first, and then it is the slow one that found no room and was told so.
                if (slow.Available > 0)
                {
                    slow.Dispose();
                    slow = await Begin(1_500_000);
                }
                told = await city.Send("POST", Upsert, body);
            }
            var trickling = Trickle(slow, enough.Token);
            told.Is(429).Headers["Retry-After"].ShouldBe("1");
            told.Json["status"]!.GetValue<int>().ShouldBe(429);
            // What is small still goes by: there is room for it.
            (await city.Send("POST", Upsert, Batch(2, 10))).Status.ShouldBeInRange(201, 204);
            await enough.CancelAsync();
            await trickling;
        }
        finally
        {
            slow.Dispose();
        }
        // It went away, and its room is free again.
        var later = await city.Send("POST", Upsert, body);
        for (var n = 0; n < 100 && later.Status == 429; n++, await Task.Delay(20, TestContext.Current.CancellationToken)) later = await city.Send("POST", Upsert, body);
        later.Status.ShouldBeInRange(201, 204);
    }

    [Fact] // RFC 9112 clauses 7.1 and 9.6: who can't tell where a message ends hears no more on this connection, and says so
    public async Task A_body_that_breaks_off_is_told_so_and_the_connection_ends_with_the_answer()
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync("127.0.0.1", new Uri(city.Url).Port, TestContext.Current.CancellationToken);
        await socket.SendAsync(Encoding.ASCII.GetBytes($"POST {Upsert} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n[\r\nno length\r\n"));
        var (buffer, have) = (new byte[4096], 0);
        for (int got; (got = await socket.ReceiveAsync(buffer.AsMemory(have), TestContext.Current.CancellationToken)) > 0;) have += got;
        var answer = Encoding.ASCII.GetString(buffer, 0, have);
        answer.ShouldStartWith("HTTP/1.1 400");
        answer.ShouldContain("Connection: close");
        answer.ShouldContain("The body ended too early.");
    }

    [Fact]
    public async Task A_sender_that_goes_away_in_the_middle_of_its_body_leaves_no_fault_in_the_log()
    {
        for (var n = 0; n < 5; n++)
        {
            using var gone = await Begin(10_000);
            (await city.Send("POST", Upsert, Batch(2, 10))).Status.ShouldBeInRange(201, 204);
        }
        for (var n = 0; n < 20; n++, await Task.Delay(10, TestContext.Current.CancellationToken)) (await city.Send("POST", Upsert, Batch(2, 10))).Status.ShouldBeInRange(201, 204);
        city.Warned.ShouldNotContain(w => w.Contains("Connection processing ended abnormally", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_last_value_of_every_sensor_is_one_answer()
    {
        var batch = $"[{string.Join(',', Enumerable.Range(0, 3_000).Select(i => $$"""{"id":"urn:ngsi-ld:PressedGauge:{{i}}","type":"PressedGauge","level":{{i}},"name":"n"}"""))}]";
        (await city.Send("POST", Upsert, batch)).Is(201);
        (await city.Send("GET", "/ngsi-ld/v1/entities?type=PressedGauge&limit=3000")).Is(403);
        var all = (await city.Send("GET", "/ngsi-ld/v1/entities?type=PressedGauge&attrs=level&options=keyValues&limit=3000")).Is(200).Json.AsArray();
        all.Count.ShouldBe(3_000);
        all[2_999]!.ToJsonString().ShouldBe("""{"id":"urn:ngsi-ld:PressedGauge:2999","type":"PressedGauge","level":2999}""");
        (await city.Send("GET", "/ngsi-ld/v1/entities?type=PressedGauge&attrs=level&options=keyValues&limit=100001")).Is(403);
    }
}
