namespace Cardo.Standards.JsonLd;

/// <summary>Where contexts named by a URL come from. The codec itself reaches nowhere.</summary>
public interface IContextSource
{
    /// <summary>The document at the URL (an object with <c>@context</c>), or why there is none.</summary>
    ValueTask<LdResult<ReadOnlyMemory<byte>>> Load(string url, CancellationToken cancel);
}

/// <summary>What a context may cost.</summary>
/// <param name="Depth">contexts that name contexts that name contexts</param>
/// <param name="Count">documents and definitions in all</param>
/// <param name="Bytes">bytes of all documents together</param>
/// <param name="Terms">terms in all</param>
public sealed record ContextLimits(int Depth = 8, int Count = 32, int Bytes = 4 << 20, int Terms = 20_000)
{
    public static readonly ContextLimits Default = new();
}
