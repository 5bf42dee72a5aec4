using System.Collections.Concurrent;
using System.Text.Json;
using Cardo.Kernel;
using Cardo.Sensing.Judging;
using Cardo.Sensing.Payloads;
using Cardo.Standards.NgsiLd;
using Cardo.Twin;
using Attribute = Cardo.Standards.NgsiLd.Attribute;

namespace Cardo.Sensing.Ingest;

/// <summary>
/// A message becomes a command of the twin: read by the thing's profile, its time and values judged. Called from many
/// connections at once; what it remembers of a thing is changed under that thing's lock.
/// </summary>
internal sealed class Intake(ThingTable things, NameTable names, SensingOptions options)
{
    readonly ConcurrentBag<Readings> pool = [];
    static readonly AttributeName[] noNames = [];

    /// <summary>Reads one message (an object, or a list of at most <see cref="SensingOptions.MaxBatch"/>) into commands. All of it or nothing.</summary>
    public Refusal? Take(string thingId, ReadOnlyMemory<byte> payload, long nowUs, Prepared into)
    {
        if (payload.Length > options.MaxMessageBytes) return Refusal.TooLarge("message-too-large", $"A message may have {options.MaxMessageBytes} bytes, this one has {payload.Length}.");
        if (!things.Get(thingId).Try(out var thing, out var unknown)) return unknown;
        var refusal = thing.Profile is null && IsList(payload.Span) ? List(thing, payload, nowUs, into) : One(thing, payload, nowUs, into);
        if (refusal is not null) lock (thing) thing.Refused++;
        else into.Bytes += payload.Length;
        return refusal;
    }

    /// <summary>One line of NDJSON, which says by its <c>id</c> whose it is; a device's own key speaks for that device alone.</summary>
    public Refusal? TakeLine(ReadOnlyMemory<byte> line, string? ownThing, long nowUs, Prepared into, out string thingId)
    {
        thingId = ownThing ?? "";
        if (PlainPayload.IdOf(line.Span, out var id) is { } refusal)
        {
            if (ownThing is null || refusal.Code != "id-missing") return refusal;
            id = ownThing;
        }
        thingId = id!;
        return ownThing is not null && ownThing != id ? NotYours(ownThing) : Take(id!, line, nowUs, into);
    }

    public static Refusal NotYours(string ownThing) => new(RefusalKind.Forbidden, "not-yours", $"The key of '{ownThing}' speaks for that thing alone.");

    static bool IsList(ReadOnlySpan<byte> json) => json.TrimStart(" \t\r\n"u8) is [(byte)'[', ..];

    Refusal? List(ThingState thing, ReadOnlyMemory<byte> payload, long nowUs, Prepared into)
    {
        if (Parts(payload.Span, out var parts) is { } malformed) return malformed;
        var (commands, observations) = (into.Commands.Count, into.Observations);
        foreach (var (start, length) in parts)
        {
            if (One(thing, payload.Slice(start, length), nowUs, into) is not { } refusal) continue;
            into.Commands.RemoveRange(commands, into.Commands.Count - commands);
            into.Things.RemoveRange(commands, into.Things.Count - commands);
            into.Observations = observations;
            return refusal;
        }
        return null;
    }

    Refusal? Parts(ReadOnlySpan<byte> json, out List<(int Start, int Length)> parts)
    {
        parts = [];
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = PlainPayload.MaxDepth });
            reader.Read();
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                if (parts.Count == options.MaxBatch) return Refusal.TooLarge("batch-too-large", $"A list may hold {options.MaxBatch} observations.");
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                parts.Add((start, (int)reader.BytesConsumed - start));
            }
            return reader.Read() ? Refusal.Bad("malformed-json", "Something follows the list.") : null;
        }
        catch (JsonException e)
        {
            return PlainPayload.Malformed(e);
        }
    }

    Refusal? One(ThingState thing, ReadOnlyMemory<byte> payload, long nowUs, Prepared into)
    {
        if (!pool.TryTake(out var readings)) readings = new Readings(options.MaxAttributes);
        readings.ThingId = thing.Thing.Id;
        try
        {
            var refusal = thing.Profile is { } profile
                ? ProfileDecoder.Read(profile, payload, names, readings)
                : PlainPayload.Read(payload.Span, names, readings);
            return refusal ?? Accept(thing, readings, nowUs, into);
        }
        finally
        {
            readings.Clear();
            if (pool.Count < 64) pool.Add(readings);
        }
    }

    /// <summary>Judges what was read and puts the command in; the thing's memory changes only when all of it is accepted.</summary>
    public Refusal? Accept(ThingState thing, Readings readings, long nowUs, Prepared into)
    {
        if (readings.Count == 0) return Refusal.Bad("nothing-observed", "The message carries no value.");
        if (!things.Keep(thing).Try(out thing!, out var full)) return full;
        lock (thing)
        {
            if (Know(thing, readings) is { } tooMany) return tooMany;
            var attributes = new List<Attribute>(readings.Count + (thing.Untold ? 2 : 0));
            for (var i = 0; i < readings.Count; i++)
            {
                ref var reading = ref readings[i];
                if (!When(reading.AtUs != Attribute.NoTime ? reading.AtUs : readings.AtUs, nowUs).Try(out var when, out var refusal)) return refusal;
                attributes.Add(Judged(thing, ref reading, when.AtUs, when.Doubts, reading.AtUs != Attribute.NoTime ? reading.AtUs : readings.AtUs, nowUs));
            }
            for (var i = 0; i < attributes.Count; i++) Remember(thing, attributes[i], readings[i]);
            if (thing.Untold) Tell(thing, attributes, nowUs);
            thing.Seen(nowUs);
            into.Commands.Add(new Observe(thing.EntityId, thing.TypeIri, attributes));
            into.Things.Add(thing);
            into.Observations += readings.Count;
        }
        return null;
    }

    /// <summary>
    /// Takes a row of numbers of a thing and names that are known; false when there is more to it (a clock that is off, a
    /// registration to tell), and nothing was taken.
    /// </summary>
    /// <param name="mark">the line's number</param>
    public bool TakeRow(LineKey key, ReadOnlySpan<double> numbers, long claimedUs, long nowUs, int mark, Prepared into)
    {
        var atUs = claimedUs == Attribute.NoTime ? nowUs : claimedUs;
        if (atUs < options.OldestUs || atUs - nowUs > options.SkewMark_s * Instants.SecondUs) return false;
        var thing = key.Thing;
        lock (thing)
        {
            if (thing.Stamp != key.Stamp || thing.TagsHash != key.TagsHash || thing.Untold) return false;
            var rows = into.RowsFor(numbers.Length);
            numbers.CopyTo(rows.Add(key.Shape, atUs, mark));
            var streams = key.Fields.Streams;
            for (var i = 0; i < numbers.Length; i++)
            {
                ref var stream = ref thing.StreamAt(streams[i]);
                var property = stream.Name.Property;
                var doubts = Judge.Of(property, property?.UnitCode, stream.State, numbers[i], atUs, nowUs, options.Late_s);
                stream.State.Take(numbers[i], atUs, doubts);
                if (doubts != Quality.Good)
                {
                    rows.Doubt(i, doubts);
                    into.Doubt(doubts);
                }
                if (stream.Name.IsCharge && ThingState.Charge(stream.Name.Short, numbers[i]) is var charge && !double.IsNaN(charge)) thing.Battery = charge;
            }
            thing.Seen(nowUs);
        }
        into.Observations += numbers.Length;
        return true;
    }

    Outcome<(long AtUs, Quality Doubts)> When(long claimedUs, long nowUs) => claimedUs == Attribute.NoTime ? (nowUs, Quality.Good)
        : Clock.Judge(claimedUs, nowUs, options.SkewMark_s * Instants.SecondUs, options.SkewMax_s * Instants.SecondUs, options.OldestUs);

    // New names count against the thing first, so that one thing can't use up the city's.
    Refusal? Know(ThingState thing, Readings readings)
    {
        AttributeName[] fresh = noNames;
        for (var i = 0; i < readings.Count; i++)
            if (thing.IndexOf(readings[i].Name) < 0) fresh = [.. fresh, readings[i].Name];
        if (fresh.Length == 0) return null;
        if (thing.StreamCount + fresh.Length > options.MaxNamesPerThing)
            return Refusal.TooMany("too-many-names", $"A thing may use {options.MaxNamesPerThing} distinct attribute names; '{thing.Thing.Id}' already uses {thing.StreamCount}.");
        for (var i = 0; i < readings.Count; i++)
        {
            if (!names.Keep(readings[i].Name).Try(out var kept, out var full)) return full;
            readings[i].Name = kept;
            if (thing.IndexOf(kept) < 0) thing.Add(kept, readings[i].Bounds);
        }
        return null;
    }

    Attribute Judged(ThingState thing, ref Reading reading, long atUs, Quality doubts, long claimedUs, long nowUs)
    {
        var property = reading.Bounds ?? reading.Name.Property;
        var measured = reading.Value.Kind == ValueKind.Number;
        var unit = reading.Unit ?? (measured ? property?.UnitCode : null);
        doubts |= Judge.Of(property, unit, thing.State(thing.IndexOf(reading.Name)), measured ? reading.Value.Number : double.NaN, atUs, nowUs, options.Late_s);
        return new Attribute
        {
            Name = reading.Name.Iri,
            Kind = reading.Kind,
            Value = reading.Value,
            UnitCode = unit,
            ObservedAtUs = atUs,
            Doubts = (byte)doubts,
            // The claim of a clock that runs ahead stays visible beside the moment we believe.
            Sub = (doubts & Quality.ClockSkew) == 0 ? [] : [new Attribute { Name = claimedAt, Value = Value.Of(Instants.Format(claimedUs)) }],
        };
    }

    static readonly string claimedAt = Names.Default("claimedAt");

    static void Remember(ThingState thing, Attribute attribute, Reading reading)
    {
        ref var state = ref thing.State(thing.IndexOf(reading.Name));
        var measured = attribute.Value.Kind == ValueKind.Number;
        state = state.After(measured ? attribute.Value.Number : 0, attribute.ObservedAtUs, (Quality)attribute.Doubts);
        if (measured && ThingState.Charge(reading.Name.Short, attribute.Value.Number) is var charge && !double.IsNaN(charge)) thing.Battery = charge;
    }

    static void Tell(ThingState thing, List<Attribute> attributes, long nowUs)
    {
        var (told, iri) = (thing.Thing, Names.Default("name"));
        if (told.Name is not null && attributes.TrueForAll(a => a.Name != iri)) attributes.Add(new Attribute { Name = iri, Value = Value.Of(told.Name), ObservedAtUs = nowUs });
        if (told is { Lon: { } lon, Lat: { } lat } && attributes.TrueForAll(a => a.Name != Names.Location))
            attributes.Add(new Attribute { Name = Names.Location, Kind = AttributeKind.GeoProperty, Value = Value.Of(GeoValue.Point(lon, lat)), ObservedAtUs = nowUs });
        thing.Untold = false;
    }
}
