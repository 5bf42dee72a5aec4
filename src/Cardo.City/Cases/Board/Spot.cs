using System.Runtime.InteropServices;

namespace Cardo.Cases.Board;

/// <summary>What the board knows of one case: small, because there are a million of them.</summary>
/// <param name="Service">index into the board's names, as is Unit; Unit 0 is nobody</param>
/// <param name="Auto">0 undecided, 1 a person chose first, 2 a rule or the catalogue did, 3 the model did</param>
/// <param name="FirstUnit">who got it first</param>
/// <param name="Level">how far it was escalated</param>
/// <param name="Advised">whom the model named, sure or not; 0 where it wasn't asked</param>
/// <param name="Answer">where it belonged; 0 while nobody knows</param>
/// <param name="Check">0 not drawn, 1 drawn for a check of its dispatch, 2 checked and right, 3 wrong</param>
/// <param name="Alarm">an alarm of a sensor stands on it</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Spot(
    long Number, CaseStatus Status, Priority Priority, ushort Service, ushort Unit, ushort FirstUnit, byte Auto, bool Imported, bool Paused, float Lon, float Lat,
    long OpenedUs, long UpdatedUs, long DueUs, long ClosedUs, int Matters, byte Level = 0, ushort Advised = 0, ushort Answer = 0, byte Check = 0, bool Alarm = false)
{
    public bool There => Number != 0;

    public bool IsOpen => Status is not (CaseStatus.Closed or CaseStatus.Joined);

    public bool HasPlace => !float.IsNaN(Lon);

    /// <summary>When it is due, for the order of a list: what has no clock comes last.</summary>
    public long SortDueUs => DueUs == 0 ? long.MaxValue : DueUs;

    public bool Late(long nowUs) => DueUs != 0 && !Paused && (IsOpen ? nowUs : ClosedUs) > DueUs;
}
