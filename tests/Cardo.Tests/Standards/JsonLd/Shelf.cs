using System.Text;
using Cardo.Standards.JsonLd;

namespace Cardo.Tests.Standards.JsonLd;

/// <summary>Contexts that stand in memory.</summary>
public sealed class Shelf : IContextSource
{
    readonly Dictionary<string, string> documents = [];

    public int Loads { get; private set; }

    public Shelf With(string url, string json)
    {
        documents[url] = json;
        return this;
    }

    public ValueTask<LdResult<ReadOnlyMemory<byte>>> Load(string url, CancellationToken cancel)
    {
        Loads++;
        return ValueTask.FromResult<LdResult<ReadOnlyMemory<byte>>>(documents.TryGetValue(url, out var json)
            ? new ReadOnlyMemory<byte>(Encoding.UTF8.GetBytes(json))
            : LdError.Context($"nothing at {url}"));
    }

    public static async Task<LdContext> Make(string json, Shelf? shelf = null) =>
        (await ContextBuilder.Build(Encoding.UTF8.GetBytes(json), shelf ?? new Shelf())).Value;

    public static async Task<LdError> Refuse(string json, Shelf? shelf = null, ContextLimits? limits = null) =>
        (await ContextBuilder.Build(Encoding.UTF8.GetBytes(json), shelf ?? new Shelf(), limits)).Error;
}
