using Cardo.Standards.JsonLd;

namespace Cardo.Standards.NgsiLd.Query;

/// <summary>What a query may cost.</summary>
internal static class QueryLimits
{
    public const int Length = 8_192;
    public const int Terms = 200;
    public const int Depth = 20;
    public const int ListItems = 1_000;

    public static LdError TooComplex(string what, string parameter) => new(LdErrorKind.TooComplexQuery, what, parameter);
}
