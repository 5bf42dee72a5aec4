using System.Text.Json;
using System.Text.Json.Nodes;
using Cardo.Identity;
using Cardo.Kernel;
using Cardo.Traffic.Studio;
using Microsoft.AspNetCore.Http;

namespace Cardo.Traffic.Pages;

/// <summary><c>/traffic/tries</c>: the studio for programs.</summary>
internal sealed class StudioApi(IHttpContextAccessor accessor, StudioDesk desk)
{
    const int MostBytes = 2 << 20;

    HttpContext Http => accessor.HttpContext!;

    public IResult List() => Results.Json(new JsonArray([.. desk.All.Select(t => (JsonNode)Told(t))]));

    public IResult One(long id)
    {
        if (desk.Find(id) is not { } trial) return Problems.Of(Refusal.NotFound("try-unknown", $"There is no try {id}."));
        var told = Told(trial);
        told["change"] = trial.Change;
        if (desk.ResultJson(id) is { Length: > 0 } result) told["result"] = JsonNode.Parse(result);
        return Results.Json(told);
    }

    public async Task<IResult> Ask()
    {
        if (Http.Request.ContentLength > MostBytes) return Problems.Of(Refusal.TooLarge("body-too-large", "A try is asked for in at most 2 MB."));
        TryAsked? asked;
        try
        {
            asked = await JsonSerializer.DeserializeAsync<TryAsked>(Http.Request.Body, JsonSerializerOptions.Web, Http.RequestAborted);
        }
        catch (JsonException e)
        {
            return Problems.Of(Refusal.Bad("json-unreadable", $"The body is no JSON of {{network, change, seeds, first_seed}}: {e.Message}"));
        }
        if (asked?.Network is null) return Problems.Of(Refusal.Bad("network-missing", "Say which network: {\"network\": NAME, \"change\": YAML, \"seeds\": 3}."));
        return desk.Ask(asked.Network, asked.Change ?? "", asked.Seeds ?? 3, asked.FirstSeed ?? 1, StudioAnswers.Who(Http.Caller())).Try(out var trial, out var refusal)
            ? Results.Created($"/traffic/tries/{trial.Id}", Told(trial)) : Problems.Of(refusal);
    }

    public IResult Cancel(long id) => desk.Cancel(id).Try(out _, out var refusal) ? Results.NoContent() : Problems.Of(refusal);

    JsonObject Told(Trial t)
    {
        var told = new JsonObject { ["id"] = t.Id, ["state"] = t.State.ToString().ToLowerInvariant(), ["network"] = t.Network, ["name"] = t.Name, ["seeds"] = t.Seeds, ["first_seed"] = t.FirstSeed, ["asked_at"] = Instants.Format(t.AskedUs), ["published"] = t.PublishedUs > 0 };
        if (t.EndedUs > 0) told["ended_at"] = Instants.Format(t.EndedUs);
        if (t.Trouble.Length > 0) told["trouble"] = t.Trouble;
        if (desk.Progress(t.Id) is { } p) told["progress"] = new JsonObject { ["share"] = Math.Round(p.Share, 4), ["pairs_done"] = p.PairsDone, ["pairs"] = p.Pairs, ["simulated_s"] = Math.Round(p.Simulated_s), ["horizon_s"] = p.Horizon_s };
        return told;
    }

    sealed record TryAsked(string? Network, string? Change, int? Seeds, [property: System.Text.Json.Serialization.JsonPropertyName("first_seed")] int? FirstSeed);
}
