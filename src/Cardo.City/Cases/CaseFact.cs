namespace Cardo.Cases;

/// <summary>One case as figures need it, without words and people. Joined cases are counted in the case they joined.</summary>
/// <param name="Unit">"" while nobody has it</param>
/// <param name="ClosedUs">0 while open</param>
/// <param name="DueUs">0 where nothing was promised</param>
public readonly record struct CaseFact(long Number, string Service, string Unit, long OpenedUs, long ClosedUs, long DueUs)
{
    public bool OpenAt(long atUs) => ClosedUs == 0 || ClosedUs > atUs;
}
