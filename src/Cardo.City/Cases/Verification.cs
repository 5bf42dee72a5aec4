namespace Cardo.Cases;

/// <summary>What can prove that something is done.</summary>
public enum Proof { Photo, Sensor, Reporter, Audit }

/// <summary>Evidence for or against. Only one that says yes closes a case; a no opens it again.</summary>
/// <param name="Note">an id of words kept apart; null for none</param>
/// <param name="Media">hashes of pictures</param>
public sealed record Verification(Proof Proof, bool Yes, string By, long AtUs, string? Note = null, IReadOnlyList<string>? Media = null);
