namespace Cardo.Identity;

/// <summary>What a key or a session may do. Scopes are words; <c>admin</c> includes all.</summary>
public static class Scopes
{
    public const string TwinRead = "twin:read";
    public const string TwinWrite = "twin:write";
    public const string SensingWrite = "sensing:write";
    public const string ThingsAdmin = "things:admin";
    public const string Ops = "ops";
    public const string Admin = "admin";
}
