using System.Text.Json.Nodes;

namespace Cardo.Twin.Subscriptions;

/// <summary>Members of a JSON object by kind; a member of another kind is told to <paramref name="fail"/>.</summary>
internal sealed class JsonFields(JsonObject from, string path, Action<string, string> fail)
{
    public string? Text(string name) => Value<string>(name, "a text");

    public bool? Flag(string name) => from.ContainsKey(name) ? Value<bool>(name, "true or false") : null;

    public double? Number(string name) => from.ContainsKey(name) ? Value<double>(name, "a number") : null;

    T? Value<T>(string name, string kind)
    {
        if (!from.ContainsKey(name)) return default;
        if (from[name] is JsonValue value && value.TryGetValue<T>(out var read)) return read;
        fail($"{name} is {kind}.", path + name);
        return default;
    }
}
