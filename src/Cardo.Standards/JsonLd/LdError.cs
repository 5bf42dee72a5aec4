namespace Cardo.Standards.JsonLd;

/// <summary>The error types of ETSI GS CIM 009 clause 5.5.2 (and 6.3.2), as far as a broker gives them.</summary>
public enum LdErrorKind : byte
{
    InvalidRequest, BadRequestData, AlreadyExists, OperationNotSupported, ResourceNotFound, InternalError,
    TooComplexQuery, TooManyResults, LdContextNotAvailable, NoMultiTenantSupport, NonexistentTenant, Conflict,
}

/// <summary>What was wrong with something read: never thrown, always returned.</summary>
/// <param name="Kind">the standard's error type</param>
/// <param name="Message">one plain sentence</param>
/// <param name="Path">where it was, as a path of member names: <c>temperature.unitCode</c>; empty for the whole</param>
public sealed record LdError(LdErrorKind Kind, string Message, string Path = "")
{
    /// <summary>The type URI of problem details.</summary>
    public string TypeUri => $"https://uri.etsi.org/ngsi-ld/errors/{Kind}";

    public static LdError Bad(string message, string path = "") => new(LdErrorKind.BadRequestData, message, path);

    public static LdError Syntax(string message, string path = "") => new(LdErrorKind.InvalidRequest, message, path);

    public static LdError Context(string message) => new(LdErrorKind.LdContextNotAvailable, message, "@context");

    public override string ToString() => Path.Length == 0 ? Message : $"{Path}: {Message}";
}
