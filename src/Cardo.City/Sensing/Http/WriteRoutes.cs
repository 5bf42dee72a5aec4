using System.Text.Json.Nodes;
using Cardo.Identity;
using Cardo.Kernel;
using Cardo.Sensing.Ingest;
using Cardo.Sensing.Payloads;
using Cardo.Standards.LineProtocol;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cardo.Sensing.Http;

/// <summary>
/// InfluxDB's line protocol: <c>POST /write</c> (first generation) and <c>/api/v2/write</c> (second), answered 204 when every
/// line is durable. What db, bucket, org and rp say is not used: there is one city.
/// </summary>
internal sealed class WriteRoutes(Intake intake, ThingTable things, NameTable names, Pump pump, IngestDesk desk, SensingOptions options, LineRules rules, LineKeys keys, TimeProvider clock)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/write", http => Write(http, second: false)).Needs(Scopes.SensingWrite, Scopes.SensingOwn);
        routes.MapPost("/api/v2/write", http => Write(http, second: true)).Needs(Scopes.SensingWrite, Scopes.SensingOwn);
        // Clients ask this before they send.
        routes.MapMethods("/ping", ["GET", "HEAD"], Ping).Open();
    }

    static IResult Ping(HttpContext http)
    {
        http.Response.Headers["X-Influxdb-Version"] = "1.8-cardo";
        return Results.NoContent();
    }

    async Task Write(HttpContext http, bool second)
    {
        if (pump.NearlyFull)
        {
            http.Response.Headers.RetryAfter = $"{IngestRoutes.RetryAfter_s}";
            await Answer(http, second, 429, $"the queue to the disk is full; send it again in {IngestRoutes.RetryAfter_s} s", null);
            return;
        }
        if (!Precisions.TryParse(http.Request.Query["precision"], out var precision))
        {
            await Answer(http, second, 400, $"precision '{http.Request.Query["precision"]}' is none of ns, us, ms, s, m, h", null);
            return;
        }
        var own = http.Caller().OwnThing;
        var lines = new LineLines(intake, things, names, options, rules.List, keys);
        Delivery.Taker take = (line, into, out thing) => lines.Take(line.Span, precision, own, clock.NowUs(), into, out thing);
        var delivery = new Delivery(pump, desk, "line", "", take);
        var failed = await BodyReader.Lines(http, options.MaxBodyBytes, options.MaxMessageBytes, (all, last) => LineReader.LineEnd(all.Span, last), delivery.Line, Runner(delivery, precision, own));
        var unsent = await delivery.Finish();
        failed ??= unsent;
        if (failed is not null) await Answer(http, second, Problems.Status(failed.Kind), $"{failed.Message} {delivery.Accepted} lines before it are kept.", delivery);
        else if (delivery.Refused == 0) http.Response.StatusCode = StatusCodes.Status204NoContent;
        else await Answer(http, second, 400, Partial(delivery), delivery);
    }

    // A device's own key is held against each line, so its lines are read in full.
    BodyReader.Runner? Runner(Delivery delivery, Precision precision, string? own)
    {
        if (own is not null) return null;
        var plain = new PlainLines(intake, keys, precision);
        return new BodyReader.Runner((come, number) => delivery.Run(plain, come, number, clock.NowUs()), delivery.Settle);
    }

    static string Partial(Delivery delivery) =>
        $"partial write: {delivery.Refused} of {delivery.Refused + delivery.Accepted} lines refused: {string.Join("; ", delivery.Errors.Take(5).Select(e => $"line {e.Line}: {e.Message}"))}";

    // The first generation's body is {"error"}, the second's {"code", "message"}; what was kept and what wasn't stands in both.
    static Task Answer(HttpContext http, bool second, int status, string message, Delivery? delivery)
    {
        var body = delivery is null ? [] : IngestRoutes.Result(delivery);
        if (second) (body["code"], body["message"]) = (status switch { 413 => "request too large", 429 => "too many requests", 503 => "unavailable", _ => "invalid" }, message);
        else body["error"] = message;
        http.Response.StatusCode = status;
        return http.Response.WriteAsJsonAsync<JsonNode>(body, http.RequestAborted);
    }
}
