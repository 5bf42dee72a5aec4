namespace Cardo.Identity;

/// <summary>A person of the city's staff who signs in by passkey.</summary>
/// <param name="Id">26 characters; what the journal says instead of the name</param>
/// <param name="Name">as the person wrote it</param>
/// <param name="EndedUs">when they stopped being an officer; null while they are one</param>
public sealed record Officer(string Id, string Name, IReadOnlyList<string> Roles, long EnrolledUs, long? EndedUs);
