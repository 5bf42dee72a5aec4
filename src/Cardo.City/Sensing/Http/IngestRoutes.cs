using System.Globalization;
using System.Text.Json.Nodes;
using Cardo.Identity;
using Cardo.Kernel;
using Cardo.Sensing.Ingest;
using Cardo.Sensing.Payloads;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cardo.Sensing.Http;

/// <summary>
/// Observations over HTTP: <c>POST /ingest/things/{id}</c> takes what a device publishes to <c>things/ID/up</c>;
/// <c>POST /ingest</c> takes many, NDJSON or CSV by content type. Answered when durable.
/// </summary>
internal sealed class IngestRoutes(Intake intake, ThingTable things, NameTable names, Pump pump, IngestDesk desk, SensingOptions options, TimeProvider clock)
{
    /// <summary>What the pump needs to catch up, as a client is told.</summary>
    public const int RetryAfter_s = 2;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/ingest/things/{id}", One).Needs(Scopes.SensingWrite, Scopes.SensingOwn);
        routes.MapPost("/ingest", (Delegate)Many).Needs(Scopes.SensingWrite, Scopes.SensingOwn);
        routes.MapGet("/ingest/rejected", Rejected).Needs(Scopes.Ops);
    }

    async Task<IResult> One(HttpContext http, string id)
    {
        if (Busy(http) is { } busy) return Problems.Of(busy);
        if (http.Caller().OwnThing is { } own && own != id) return Refused(Intake.NotYours(own), id, default);
        if (!(await BodyReader.Whole(http, options.MaxMessageBytes)).Try(out var body, out var refusal)) return Refused(refusal, id, default);
        var prepared = new Prepared("");
        if (intake.Take(id, body, clock.NowUs(), prepared) is { } wrong) return Refused(wrong, id, body);
        if (await pump.Durable(prepared) is { } failed) return Problems.Of(failed);
        for (var i = 0; i < prepared.Commands.Count; i++)
            if (prepared.RefusalOf(i) is { } no) return Problems.Of(no);
        return Results.NoContent();
    }

    IResult Refused(Refusal refusal, string thing, ReadOnlySpan<byte> body)
    {
        desk.Refuse(refusal, thing, "http", body);
        return Problems.Of(refusal);
    }

    async Task<IResult> Many(HttpContext http)
    {
        if (Busy(http) is { } busy) return Problems.Of(busy);
        var own = http.Caller().OwnThing;
        var type = http.Request.ContentType?.Split(';')[0].Trim().ToLowerInvariant();
        switch (type)
        {
            case null or "" or "application/x-ndjson" or "application/ndjson" or "application/jsonl" or "application/json-lines":
                Delivery.Taker json = (line, into, out thing) =>
                {
                    thing = own ?? "";
                    return IsBlank(line.Span) ? null : intake.TakeLine(line, own, clock.NowUs(), into, out thing);
                };
                return await Deliver(http, new Delivery(pump, desk, "ndjson", "", json), (all, last) => LineEnd(all.Span, last), null);
            case "text/csv":
                var csv = new CsvLines(intake, things, names, options);
                Delivery.Taker row = (line, into, out thing) => csv.Take(line.Span, own, clock.NowUs(), into, out thing);
                return await Deliver(http, new Delivery(pump, desk, "csv", "", row), CsvLines.RowEnd, csv);
            default:
                return Problems.Of(new Refusal(RefusalKind.UnsupportedMedia, "media-type", "POST /ingest takes application/x-ndjson or text/csv; one message goes to /ingest/things/{id}, line protocol to /write."));
        }
    }

    static bool IsBlank(ReadOnlySpan<byte> line) => line.Trim(" \t\r\n"u8).Length == 0;

    static int LineEnd(ReadOnlySpan<byte> all, bool last) => all.IndexOf((byte)'\n') is >= 0 and var at ? at + 1 : last ? all.Length : -1;

    async Task<IResult> Deliver(HttpContext http, Delivery delivery, Func<ReadOnlyMemory<byte>, bool, int> lineEnd, CsvLines? csv)
    {
        var failed = await BodyReader.Lines(http, options.MaxBodyBytes, options.MaxMessageBytes, lineEnd, async (line, number) =>
        {
            var stop = await delivery.Line(line, number);
            // Without a header no row means anything.
            return stop ?? (csv is { HasHeader: false } && delivery.Refused > 0 ? Refusal.Bad(delivery.Errors[0].Code, delivery.Errors[0].Message) : null);
        });
        var unsent = await delivery.Finish();
        failed ??= unsent;
        if (failed is not null) return Problems.Of(failed with { Message = $"{failed.Message} {delivery.Accepted} lines before it are kept." });
        return Results.Json(Result(delivery), statusCode: delivery.Refused == 0 ? 200 : delivery.Accepted > 0 ? 207 : 400);
    }

    public static JsonObject Result(Delivery delivery) => new()
    {
        ["accepted"] = delivery.Accepted,
        ["refused"] = delivery.Refused,
        ["errors"] = new JsonArray([.. delivery.Errors.Select(e => (JsonNode)new JsonObject { ["line"] = e.Line, ["code"] = e.Code, ["message"] = e.Message })]),
    };

    /// <summary>Who can come again is told to, before its body is read.</summary>
    Refusal? Busy(HttpContext http)
    {
        if (!pump.NearlyFull) return null;
        http.Response.Headers.RetryAfter = RetryAfter_s.ToString(CultureInfo.InvariantCulture);
        return Refusal.TooMany("busy", $"The queue to the disk is full. Nothing of this body was read; send it again in {RetryAfter_s} s.");
    }

    IResult Rejected(int? limit) => Results.Json(desk.Rejected(Math.Clamp(limit ?? 100, 1, 500))
        .Select(r => new { at = Instants.Format(r.AtUs), thing = r.ThingId, via = r.Via, code = r.Code, reason = r.Reason, excerpt = r.Excerpt }));
}
