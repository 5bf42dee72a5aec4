using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Cardo.Kernel;
using Microsoft.AspNetCore.Http;

namespace Cardo.Identity.Doors;

/// <summary>
/// How often an address or a key may ask. Callers without a key: reads and writes apart, by address (IPv6 by its /64);
/// wrong keys count as writes. Keys: unlimited unless the city says otherwise, since ingest has its own back-pressure.
/// Settings (each per second; 0 = no limit): <c>identity.reads_per_s</c> 200, <c>identity.writes_per_s</c> 10,
/// <c>identity.key_per_s</c> 0. Five seconds' worth may come at once.
/// </summary>
internal sealed class Throttle : IAsyncDisposable
{
    const int Burst_s = 5;

    readonly PartitionedRateLimiter<HttpContext> limiter;
    readonly Teller teller;
    readonly int key;

    public Throttle(Settings settings, Teller teller)
    {
        this.teller = teller;
        int reads = Rate(settings, "reads_per_s", 200), writes = Rate(settings, "writes_per_s", 10);
        key = Rate(settings, "key_per_s", 0);
        limiter = PartitionedRateLimiter.Create<HttpContext, (char, UInt128)>(http =>
        {
            var caller = http.Caller();
            if (caller.Kind != CallerKind.Nobody) return Bucket('k', (UInt128)(uint)caller.Id.GetHashCode(StringComparison.Ordinal), key);
            var address = http.Connection.RemoteIpAddress;
            var write = !Guard.IsReading(http.Request.Method) || http.Features.Get<Recognition.Rejected>() is not null;
            // A screen on this machine, or everybody behind a proxy that isn't named in http.proxies: reading is free.
            if (!write && (address is null || IPAddress.IsLoopback(address))) return Free;
            return Bucket(write ? 'w' : 'r', Place(address), write ? writes : reads);
        });
    }

    static RateLimitPartition<(char, UInt128)> Free => RateLimitPartition.GetNoLimiter(('f', UInt128.Zero));

    static RateLimitPartition<(char, UInt128)> Bucket(char kind, UInt128 who, int perSecond) => perSecond == 0 ? Free
        : RateLimitPartition.GetTokenBucketLimiter((kind, who), _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = perSecond * Burst_s,
            TokensPerPeriod = perSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            QueueLimit = 0,
            AutoReplenishment = false, // the partitioned limiter refills all of them by one timer
        });

    static int Rate(Settings settings, string name, int otherwise) => (int)Math.Clamp(settings.Number("identity." + name, otherwise), 0, 1_000_000);

    /// <summary>An IPv4 address, or the /64 of an IPv6 one: a household owns all of it.</summary>
    static UInt128 Place(IPAddress? address)
    {
        if (address is null) return 0;
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        if (address.AddressFamily == AddressFamily.InterNetworkV6) bytes[8..].Clear();
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }

    // Nothing is counted of who has no limit: the buckets are everybody's, behind one lock.
    bool Unlimited(HttpContext http) => http.Caller().Kind is var kind && (kind == CallerKind.Loopback || (kind != CallerKind.Nobody && key == 0));

    public Task Run(HttpContext http, RequestDelegate next)
    {
        // Not held to the end of the request: a bucket counts beginnings.
        if (Unlimited(http)) return next(http);
        using var lease = limiter.AttemptAcquire(http);
        if (lease.IsAcquired) return next(http);
        var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? Math.Max(1, (int)Math.Ceiling(after.TotalSeconds)) : 1;
        http.Response.Headers.RetryAfter = wait.ToString(CultureInfo.InvariantCulture);
        return teller.Tell(http, Refusal.TooMany("too-many-requests", $"Too many requests from your address. Nothing was taken: try again in {wait} s."));
    }

    public ValueTask DisposeAsync() => limiter.DisposeAsync();
}
