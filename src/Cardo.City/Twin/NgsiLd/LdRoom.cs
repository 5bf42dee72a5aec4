using Cardo.Kernel;

namespace Cardo.Twin.NgsiLd;

/// <summary>What the operations of the binding work with.</summary>
internal sealed record LdRoom(TwinDesk Desk, Contexts Contexts, NameBudget Names, LdLimits Limits, TimeProvider Clock, Ids Ids)
{
    public DateTimeOffset Started { get; } = Clock.GetUtcNow();

    public BodyRoom Bodies { get; } = new(Limits.WaitingBytes);
}

/// <summary>What one request may cost. Settings: <c>twin.…</c>.</summary>
/// <param name="BodyBytes">a single entity</param>
/// <param name="BatchBytes">a batch</param>
/// <param name="WaitingBytes">bodies of all requests that are being read or wait for the disk</param>
/// <param name="Page">entities on a page at most</param>
/// <param name="BulkPage">the same where each is said shortly: simplified, and a few attributes by name</param>
/// <param name="Instances">instances in one temporal answer at most; more become a 206</param>
internal sealed record LdLimits(int BodyBytes, int BatchBytes, int BatchItems, int Page, int BulkPage, int Instances, int Tenants, long WaitingBytes)
{
    public const int DefaultPage = 20;

    public static LdLimits From(Settings settings) => new(
        (int)settings.Number("twin.max_body_bytes", 1 << 20),
        (int)settings.Number("twin.max_batch_bytes", 10 << 20),
        (int)Math.Min(TwinState.MaxBatch, settings.Number("twin.max_batch_items", TwinState.MaxBatch)),
        (int)settings.Number("twin.max_page", 1_000),
        (int)settings.Number("twin.max_bulk_page", 100_000),
        (int)settings.Number("twin.max_instances", 10_000),
        (int)settings.Number("twin.max_tenants", 1_000),
        (long)settings.Number("twin.max_waiting_bytes", 64 << 20));
}
