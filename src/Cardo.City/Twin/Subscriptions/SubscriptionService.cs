using System.Text;
using System.Text.Json.Nodes;
using Cardo.Kernel;
using Cardo.Standards.JsonLd;
using Cardo.Twin.NgsiLd;
using Cardo.Twin.Store;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cardo.Twin.Subscriptions;

/// <summary>
/// Takes the subscriptions up when the city starts, beside the start: a context that answers slowly holds up nobody, and
/// the news of that time waits in the desk's queue. One that can't be read any more is named and left alone.
/// </summary>
internal sealed class SubscriptionService(SubscriptionDesk desk, Contexts contexts, ILogger<SubscriptionService> log) : IHostedService
{
    readonly CancellationTokenSource stop = new();
    Task takingUp = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancel)
    {
        takingUp = Task.Run(TakeUp, CancellationToken.None);
        return Task.CompletedTask;
    }

    async Task TakeUp()
    {
        var understood = new Dictionary<string, LdResult<LdContext>>(StringComparer.Ordinal);
        foreach (var text in desk.Contexts())
            understood[text] = text.Length == 0 ? LdContext.Core : await contexts.Get(Encoding.UTF8.GetBytes(text), stop.Token);
        foreach (var unread in desk.Start(row => Understand(row, understood[row.Context])))
            log.LogError("A subscription is not taken up: {Subscription}", unread);
    }

    Outcome<Subscription> Understand(SubscriptionRows.Row row, LdResult<LdContext> found)
    {
        if (!found.Try(out var context, out var error)) return Refusal.Bad("no-context", error.Message);
        // It was checked when it came; an expiry that has passed since then is no fault now.
        var read = new SubscriptionReader(context, long.MinValue, desk.Serves).Read((JsonObject)JsonNode.Parse(row.Doc)!, row.Tenant, row.Id);
        return read.Try(out var subscription, out error)
            ? subscription with { CreatedAtUs = row.CreatedUs, ModifiedAtUs = row.ModifiedUs }
            : Refusal.Bad("unreadable", error.ToString());
    }

    public async Task StopAsync(CancellationToken cancel)
    {
        await stop.CancelAsync();
        await takingUp.ContinueWith(static _ => { }, TaskScheduler.Default);
        await desk.DisposeAsync();
    }
}
