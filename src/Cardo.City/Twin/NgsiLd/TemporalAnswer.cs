using System.Globalization;
using System.Text.Json;
using Cardo.Standards.JsonLd;
using Cardo.Standards.NgsiLd;
using Cardo.Standards.NgsiLd.Query;

namespace Cardo.Twin.NgsiLd;

/// <summary>Writes histories; what does not fit becomes a 206 that says up to when it goes (clause 6.3.10).</summary>
internal static class TemporalAnswer
{
    sealed record Told(Entity Entity, IReadOnlyList<Track> Tracks);

    public static async ValueTask<LdError?> One(LdCall call, Entity entity, Wanted wanted, TemporalQuery time, TemporalForm form)
    {
        if (form == TemporalForm.Aggregated || time.Methods != Aggregations.None) return await Aggregated(call, [entity], wanted, time, single: true);
        if (Answer.How(call, wanted, geo: false) is not { } how) return await Answer.NotAcceptable(call);
        var told = Read(call, [entity], how, time);
        await Reply.Json(call.Http, w => Write(w, told[0], call.Context, how, form));
        return null;
    }

    public static async ValueTask<LdError?> Many(LdCall call, Page<Entity> page, Wanted wanted, TemporalQuery time, TemporalForm form)
    {
        Answer.Paging(call, page.Count, page.More, wanted);
        if (form == TemporalForm.Aggregated || time.Methods != Aggregations.None) return await Aggregated(call, page.Items, wanted, time, single: false);
        if (Answer.How(call, wanted, geo: false) is not { } how) return await Answer.NotAcceptable(call);
        var told = Read(call, page.Items, how, time);
        await Reply.Json(call.Http, w =>
        {
            w.WriteStartArray();
            foreach (var one in told)
                if (one.Tracks.Any(t => t.Samples.Count > 0)) Write(w, one, call.Context, how, form);
            w.WriteEndArray();
        });
        return null;
    }

    static List<Told> Read(LdCall call, IReadOnlyList<Entity> entities, Representation how, TemporalQuery time)
    {
        var histories = entities.Select(e => (Entity: e, Tracks: Track.Of(call, e, how))).ToList();
        var most = Math.Max(10, call.Room.Limits.Instances / Math.Max(1, histories.Sum(h => h.Tracks.Count)));
        var told = histories.Select(h => new Told(h.Entity, [.. h.Tracks.Select(t => Track.Read(t.Now, t.History, time, most))])).ToList();
        var cut = told.SelectMany(t => t.Tracks).Where(t => t.Cut && t.Samples.Count > 0).ToList();
        return cut.Count == 0 ? told : Partial(call, told, cut, time);
    }

    // All tracks end (with lastN: begin) where the shortest of those that were cut does, so that the next request can go on there.
    static List<Told> Partial(LdCall call, List<Told> told, List<Track> cut, TemporalQuery time)
    {
        var (from, to) = time.LastN > 0 ? (cut.Max(t => t.Samples[0].AtUs), long.MaxValue) : (long.MinValue, cut.Min(t => t.Samples[^1].AtUs));
        var kept = told.Select(one => new Told(one.Entity, [.. one.Tracks.Select(t => t with { Samples = [.. t.Samples.Where(s => s.AtUs >= from && s.AtUs <= to)] })])).ToList();
        var all = kept.SelectMany(k => k.Tracks).Where(t => t.Samples.Count > 0).ToList();
        var (first, last) = (all.Min(t => t.Samples[0].AtUs), all.Max(t => t.Samples[^1].AtUs));
        call.Http.Response.StatusCode = 206;
        call.Http.Response.Headers.ContentRange = string.Create(CultureInfo.InvariantCulture, $"date-time {LdTime.Format(first)}-{LdTime.Format(last)}/{(time.LastN > 0 ? time.LastN.ToString(CultureInfo.InvariantCulture) : "*")}");
        return kept;
    }

    static void Write(Utf8JsonWriter to, Told told, LdContext context, Representation how, TemporalForm form)
    {
        Head(to, told.Entity, context, how);
        var timed = how with { SysAttrs = true };
        foreach (var group in told.Tracks.Where(t => t.Samples.Count > 0).GroupBy(t => t.Now.Name))
        {
            to.WritePropertyName(context.CompactText(group.Key));
            if (form == TemporalForm.Values)
            {
                var many = group.Skip(1).Any();
                if (many) to.WriteStartArray();
                foreach (var track in group) Values(to, track, context);
                if (many) to.WriteEndArray();
                continue;
            }
            to.WriteStartArray();
            foreach (var track in group)
                foreach (var sample in track.Samples)
                    AttributeWriter.One(to, track.Instance(sample), context, sample.Observed ? how : timed, bare: false);
            to.WriteEndArray();
        }
        if (how.WithContext) EntityWriter.Context(to, context);
        to.WriteEndObject();
    }

    static void Head(Utf8JsonWriter to, Entity entity, LdContext context, Representation how)
    {
        to.WriteStartObject();
        EntityWriter.Head(to, entity, context, how);
    }

    // {"type": "Property", "values": [[value, time], …]} (clause 4.5.8).
    static void Values(Utf8JsonWriter to, Track track, LdContext context)
    {
        to.WriteStartObject();
        to.WriteString("type"u8, track.Now.Kind.ToString());
        if (track.Now.DatasetId.Length > 0) to.WriteString("datasetId"u8, track.Now.DatasetId);
        to.WriteStartArray(track.Now.Kind switch
        {
            AttributeKind.Relationship => "objects",
            AttributeKind.LanguageProperty => "languageMaps",
            AttributeKind.VocabProperty => "vocabs",
            AttributeKind.JsonProperty => "jsons",
            AttributeKind.ListProperty => "valueLists",
            AttributeKind.ListRelationship => "objectLists",
            _ => "values",
        });
        foreach (var sample in track.Samples)
        {
            to.WriteStartArray();
            AttributeWriter.Valued(to, track.Instance(sample), context);
            to.WriteStringValue(LdTime.Format(sample.AtUs));
            to.WriteEndArray();
        }
        to.WriteEndArray();
        to.WriteEndObject();
    }

    static async ValueTask<LdError?> Aggregated(LdCall call, IReadOnlyList<Entity> entities, Wanted wanted, TemporalQuery time, bool single)
    {
        if (time.Methods == Aggregations.None) return LdError.Bad("aggregatedValues needs aggrMethods.", "aggrMethods");
        if (Answer.How(call, wanted, geo: false) is not { } how) return await Answer.NotAcceptable(call);
        var all = new List<(Entity Entity, List<(Track Track, IReadOnlyList<Statistics> Periods)> Tracks)>();
        foreach (var entity in entities)
        {
            var tracks = new List<(Track, IReadOnlyList<Statistics>)>();
            foreach (var (now, history) in Track.Of(call, entity, how))
            {
                if (!Aggregation.Over(now, history, time).Try(out var periods, out var error)) return error;
                if (periods.Count > 0) tracks.Add((new Track(now, history, [], false), periods));
            }
            all.Add((entity, tracks));
        }
        await Reply.Json(call.Http, w =>
        {
            if (!single) w.WriteStartArray();
            foreach (var (entity, tracks) in all)
            {
                if (!single && tracks.Count == 0) continue;
                Head(w, entity, call.Context, how);
                foreach (var (track, periods) in tracks.DistinctBy(t => t.Track.Now.Name)) Aggregation.Write(w, track.Now, periods, time.Methods, call.Context);
                if (how.WithContext) EntityWriter.Context(w, call.Context);
                w.WriteEndObject();
            }
            if (!single) w.WriteEndArray();
        });
        return null;
    }
}
