using System.Text;
using Cardo.Standards.Merkle;
using Cardo.Ui;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Cardo.Journal.Pages;

/// <summary>The journal as others read it: C2SP tlog-tiles below <c>/journal</c>, proofs, and pages for people. Nothing is written here.</summary>
internal static class Routes
{
    const string Immutable = "public, max-age=31536000, immutable";
    const string Fresh = "no-cache";

    public static void Map(WebApplication app)
    {
        app.MapGet("/journal", List);
        app.MapGet("/journal/entry/{n:long}", Entry);
        app.MapGet("/journal/entry/{n:long}/body", (long n, HttpContext http, JournalDesk desk) => desk.Find(n) is { } entry ? Text(http, entry.Json, "application/json", Immutable) : Results.NotFound());
        app.MapGet("/journal/entry/{n:long}/proof", (long n, HttpContext http, JournalDesk desk) => desk.Prove(n) is { } proof ? Text(http, proof.Serialize(), "text/plain; charset=utf-8", Fresh) : Results.NotFound());
        app.MapGet("/journal/checkpoint", (HttpContext http, JournalDesk desk) => Text(http, desk.Head().Note, "text/plain; charset=utf-8", Fresh));
        app.MapGet("/journal/key", (HttpContext http, JournalDesk desk) => Text(http, desk.Verifier.Text + "\n", "text/plain; charset=utf-8", Fresh));
        app.MapGet("/journal/consistency", Consistency);
        app.MapGet("/journal/tile/{**path}", TileAt);
    }

    static IResult Text(HttpContext http, string text, string kind, string cache)
    {
        http.Response.Headers.CacheControl = cache;
        // Checkpoints, proofs and tiles are public: any page may check them.
        http.Response.Headers.AccessControlAllowOrigin = "*";
        return Results.Bytes(Encoding.UTF8.GetBytes(text), kind);
    }

    static IResult TileAt(string path, HttpContext http, JournalDesk desk)
    {
        if (!Tile.TryParse("tile/" + path, out var tile) || desk.Read(tile) is not { } bytes) return Results.NotFound();
        http.Response.Headers.CacheControl = Immutable;
        http.Response.Headers.AccessControlAllowOrigin = "*";
        return Results.Bytes(bytes, "application/octet-stream");
    }

    /// <summary>The hashes that prove the tree of <c>to</c> entries (default: all) begins with that of <c>from</c>, one base 64 a line.</summary>
    static IResult Consistency(long from, long? to, HttpContext http, JournalDesk desk)
    {
        var size = to ?? desk.Head().Checkpoint.Size;
        return desk.ProveConsistency(from, size) is { } path ? Text(http, string.Concat(path.Select(h => h.Base64 + "\n")), "text/plain; charset=utf-8", Fresh) : Results.NotFound();
    }

    static IResult List(long? before, string? kind, JournalDesk desk)
    {
        if (kind is { Length: > 100 }) return Show.Refused(400);
        return Show.Page<JournalPage>(("Before", before), ("Kind", string.IsNullOrEmpty(kind) ? null : kind));
    }

    static IResult Entry(long n, HttpContext http, JournalDesk desk) => desk.Find(n) is { } entry
        ? Show.Page<EntryPage>(("Entry", entry), ("Proof", desk.Prove(n)), ("Address", $"{http.Request.Scheme}://{http.Request.Host}"))
        : Show.Refused(404);
}
