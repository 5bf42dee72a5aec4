using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Cardo.Kernel;
using Cardo.Standards.JsonLd;
using Cardo.Storage;
using Cardo.Twin.Store;

namespace Cardo.Twin.NgsiLd;

/// <summary>
/// Contexts by URL and by body, ready to use: hosted here, fetched once and kept in the database, failures remembered
/// for a minute. A city without a way to the internet works with the core and with what it hosts.
/// </summary>
internal sealed class Contexts(Db db, ContextFetch fetch, TimeProvider clock) : IContextSource
{
    public const string Path = "/ngsi-ld/v1/jsonldContexts/";
    public const string Hosted = "Hosted", Cached = "Cached", Implicit = "ImplicitlyCreated";

    // Reading is open to all, so what readers can make this keep is bounded: in memory, and on disk by number and size.
    const int Ready = 256;
    const int ReadyTerms = 200_000;
    const int Kept = 256;
    const int MostHosted = 10_000;
    const int LongestKey = 65_536;
    const long ForgetFailureUs = 60 * Instants.SecondUs;

    readonly ConcurrentDictionary<string, LdContext> ready = new(StringComparer.Ordinal);
    readonly ConcurrentDictionary<string, (LdError Error, long UntilUs)> failed = new(StringComparer.Ordinal);
    readonly ConcurrentDictionary<string, Task<LdResult<ReadOnlyMemory<byte>>>> fetching = new(StringComparer.Ordinal);
    int readyTerms;

    /// <summary>The context a Link header names.</summary>
    public ValueTask<LdResult<LdContext>> Get(string url, CancellationToken cancel)
    {
        if (CoreContext.IsCore(url)) return ValueTask.FromResult<LdResult<LdContext>>(LdContext.Core);
        return ready.TryGetValue(url, out var context) ? ValueTask.FromResult<LdResult<LdContext>>(context) : Make(url, ContextBuilder.Build(url, this, null, cancel));
    }

    /// <summary>The context written in a body: the raw value of its @context.</summary>
    public ValueTask<LdResult<LdContext>> Get(byte[] raw, CancellationToken cancel)
    {
        var key = raw.Length <= LongestKey ? Encoding.Latin1.GetString(raw) : "";
        if (key.Length > 0 && ready.TryGetValue(key, out var context)) return ValueTask.FromResult<LdResult<LdContext>>(context);
        return Make(key, ContextBuilder.Build(raw, this, null, cancel));
    }

    async ValueTask<LdResult<LdContext>> Make(string key, ValueTask<LdResult<LdContext>> building)
    {
        var built = await building;
        if (!built.Ok || key.Length == 0) return built;
        // Bounded without bookkeeping: full means start again; what is in use comes back with its next use.
        if (ready.Count >= Ready || Interlocked.Add(ref readyTerms, built.Value.Terms) > ReadyTerms)
        {
            ready.Clear();
            Interlocked.Exchange(ref readyTerms, built.Value.Terms);
        }
        ready[key] = built.Value;
        return built;
    }

    async ValueTask<LdResult<ReadOnlyMemory<byte>>> IContextSource.Load(string url, CancellationToken cancel)
    {
        var here = url.IndexOf(Path, StringComparison.Ordinal);
        var id = here > 0 ? Uri.UnescapeDataString(url[(here + Path.Length)..]) : url;
        if (Find(id) is { } row) return new ReadOnlyMemory<byte>(Encoding.UTF8.GetBytes(row.Doc));
        if (failed.TryGetValue(url, out var failure) && clock.NowUs() < failure.UntilUs) return failure.Error;
        var got = await fetching.GetOrAdd(url, Fetch).WaitAsync(cancel);
        return got;
    }

    // One fetch for all who ask at once; not cancelled with the first of them.
    async Task<LdResult<ReadOnlyMemory<byte>>> Fetch(string url)
    {
        await Task.Yield();
        try
        {
            var got = await fetch.Get(url);
            var nowUs = clock.NowUs();
            if (got.Try(out var bytes, out var error))
                db.Write(tx =>
                {
                    ContextRows.Put(tx, new ContextRows.Row(url, Cached, Encoding.UTF8.GetString(bytes.Span), nowUs, nowUs));
                    ContextRows.Trim(tx, Cached, Kept);
                });
            else
            {
                if (failed.Count >= Kept) failed.Clear();
                failed[url] = (error, nowUs + ForgetFailureUs);
            }
            return got;
        }
        finally
        {
            fetching.TryRemove(url, out _);
        }
    }

    public ContextRows.Row? Find(string id) => db.Read(tx => ContextRows.Find(tx, id));

    public IReadOnlyList<ContextRows.Row> List() => db.Read(ContextRows.All);

    public LdError? Host(string id, string document)
    {
        if (db.Read(tx => ContextRows.Count(tx, Hosted)) >= MostHosted) return LdError.Bad($"{MostHosted} contexts are hosted already: delete some first.");
        var nowUs = clock.NowUs();
        db.Write(tx => ContextRows.Put(tx, new ContextRows.Row(id, Hosted, document, nowUs, nowUs)));
        return null;
    }

    public void Remove(string id)
    {
        db.Write(tx => ContextRows.Remove(tx, id));
        ready.Clear();
        failed.Clear();
    }

    /// <summary>Fetches a cached one anew; the old one stays when that fails.</summary>
    public async Task<LdError?> Reload(string url)
    {
        if (!(await Fetch(url)).Try(out _, out var error)) return error;
        ready.Clear();
        return null;
    }

    /// <summary>A URL for a context that was written out in a body, so that a Link header can name it.</summary>
    public string LinkFor(LdContext context, string baseUrl)
    {
        if (context.Link is { } link) return link;
        var id = "urn:ngsi-ld:Context:" + Convert.ToHexStringLower(SHA256.HashData(context.Json.Span)[..16]);
        if (Find(id) is null)
        {
            var nowUs = clock.NowUs();
            db.Write(tx =>
            {
                ContextRows.Put(tx, new ContextRows.Row(id, Implicit, $"{{\"@context\":{Encoding.UTF8.GetString(context.Json.Span)}}}", nowUs, nowUs));
                ContextRows.Trim(tx, Implicit, Kept);
            });
        }
        return baseUrl + Path + id;
    }
}
