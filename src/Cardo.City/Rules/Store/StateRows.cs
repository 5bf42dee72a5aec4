using System.Text.Json;
using System.Text.Json.Serialization;
using Cardo.Standards.NgsiLd;
using Cardo.Storage;

namespace Cardo.Rules.Store;

/// <summary>States of rules as rows; the state itself is one JSON text, read and written by this room alone.</summary>
internal static class StateRows
{
    public sealed class Row
    {
        public string RuleId { get; set; } = "";
        public string EntityId { get; set; } = "";
        public string State { get; set; } = "";
    }

    sealed record Saved(
        Phase Phase, long SinceUs, long LastAtUs, double Last, long IssuedUs, long ClearedUs, double AtStart, double Peak,
        ValueKind AnchorKind, double AnchorNumber, string? AnchorText, long AnchorUs, long[] WindowUs, double[] Window);

    static readonly JsonSerializerOptions options = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    public static IReadOnlyList<Row> All(Tx tx) => tx.Query<Row>("SELECT rule_id AS RuleId, entity_id AS EntityId, state AS State FROM rules_states");

    public static void Put(Tx tx, IEnumerable<(string Rule, string Entity, RuleState State)> states) =>
        tx.Upsert("rules_states", "rule_id,entity_id", states.Select(s => new Row { RuleId = s.Rule, EntityId = s.Entity, State = Write(s.State) }));

    public static void Remove(Tx tx, IEnumerable<(string Rule, string Entity)> keys) => tx.Execute(
        "DELETE FROM rules_states WHERE rule_id = @RuleId AND entity_id = @EntityId",
        keys.Select(k => new Row { RuleId = k.Rule, EntityId = k.Entity }).ToList());

    public static string Write(RuleState state) => JsonSerializer.Serialize(new Saved(
        state.Phase, state.SinceUs, state.LastAtUs, state.Last, state.IssuedUs, state.ClearedUs, state.AtStart, state.Peak,
        state.Anchor.Kind, state.Anchor.Number, state.Anchor.Kind is ValueKind.Number or ValueKind.Bool ? null : state.Anchor.ToString(), state.AnchorUs,
        [.. state.Window.Select(w => w.AtUs)], [.. state.Window.Select(w => w.Value)]), options);

    public static RuleState? Read(string json)
    {
        try
        {
            if (JsonSerializer.Deserialize<Saved>(json, options) is not { } saved) return null;
            return new RuleState
            {
                Phase = saved.Phase,
                SinceUs = saved.SinceUs,
                LastAtUs = saved.LastAtUs,
                Last = saved.Last,
                IssuedUs = saved.IssuedUs,
                ClearedUs = saved.ClearedUs,
                AtStart = saved.AtStart,
                Peak = saved.Peak,
                Anchor = Anchor(saved),
                AnchorUs = saved.AnchorUs,
                Window = [.. saved.WindowUs.Zip(saved.Window)],
            };
        }
        catch (JsonException)
        {
            return null;
        }
    }

    static Value Anchor(Saved saved) => saved.AnchorKind switch
    {
        ValueKind.Number => Value.Of(saved.AnchorNumber),
        ValueKind.Bool => Value.Of(saved.AnchorNumber != 0),
        ValueKind.Text => Value.Of(saved.AnchorText ?? ""),
        ValueKind.Json or ValueKind.Geo => Value.OfJson(System.Text.Encoding.UTF8.GetBytes(saved.AnchorText ?? "null")),
        _ => default,
    };

    /// <summary>Stands for a rule that is not loaded; it decides nothing.</summary>
    public static Rule Unknown(string id) => new() { Id = id, Type = "", Category = "", SubCategory = "", Text = new Dictionary<string, string>() };
}
