namespace Cardo.Bench.FaultLab;

/// <summary>How much of a fault is tried.</summary>
/// <param name="Program">the built cardo.dll</param>
/// <param name="Cycles">kills</param>
/// <param name="Told">hears how far it is</param>
public sealed record FaultOptions(string Program, int Cycles, Action<string>? Told = null);

/// <summary>What a fault came to.</summary>
/// <param name="Lost">acknowledged and not there</param>
/// <param name="False">acknowledged although the disk had failed before it was sent</param>
/// <param name="Seen">what the program did about it, in a few words; a fault that passed unnoticed says so</param>
/// <param name="Holds">whether all was as promised</param>
public sealed record FaultResult(string Name, long Times, long Acknowledged, long Lost, long False, string Seen, bool Holds);

/// <summary>One thing that goes wrong, done to the real program under load.</summary>
public interface IFault
{
    string Name { get; }

    /// <summary>What must be there for it; null when all is.</summary>
    string? Missing() => null;

    Task<FaultResult> Run(FaultOptions options, CancellationToken cancel);
}
