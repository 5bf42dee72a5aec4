namespace Cardo.Kernel;

/// <summary>Why something asked for was not done. Each shore renders it in its standard's own shape.</summary>
/// <param name="Kind">the class of refusal, from which a shore picks its status code</param>
/// <param name="Code">stable, machine-readable, kebab-case: <c>entity-not-found</c></param>
/// <param name="Message">one plain sentence: what happened, what was kept, what to do</param>
/// <param name="Details">more of the same where several things were wrong (a batch, a form)</param>
public sealed record Refusal(RefusalKind Kind, string Code, string Message, IReadOnlyList<string>? Details = null)
{
    public static Refusal Bad(string code, string message) => new(RefusalKind.BadRequest, code, message);
    public static Refusal NotFound(string code, string message) => new(RefusalKind.NotFound, code, message);
    public static Refusal Conflict(string code, string message) => new(RefusalKind.Conflict, code, message);
    public static Refusal TooLarge(string code, string message) => new(RefusalKind.TooLarge, code, message);
    public static Refusal TooMany(string code, string message) => new(RefusalKind.TooMany, code, message);

    public override string ToString() => $"{Code}: {Message}";
}

/// <summary>The classes of refusal. The order has no meaning.</summary>
public enum RefusalKind
{
    BadRequest, Unauthorized, Forbidden, NotFound, Conflict, TooLarge, TooMany,
    NotAcceptable, UnsupportedMedia, NotSupported, Unavailable,
}
