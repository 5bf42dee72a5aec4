using Cardo.Kernel;

namespace Cardo.Traffic;

/// <summary>
/// The seam to whatever stands in the street: a simulator or a controller's own protocol. It is watched and told lamps;
/// what may be shown is decided before (<c>Guard</c>), never here.
/// </summary>
public interface ISignalController : IDisposable
{
    /// <summary>The signals that can be told what to show.</summary>
    IReadOnlyList<Intersection> Intersections { get; }

    /// <summary>The moment of what was last seen, in the plant's own seconds.</summary>
    double Time_s { get; }

    /// <summary>Shows a state at an intersection from the next step on; refused for one it does not have.</summary>
    Outcome<Done> Show(int intersection, string state);

    /// <summary>
    /// What an intersection shows that keeps its own times, as a controller in a cabinet does; null where it shows what it was
    /// told. Such a one is told where to go, not each lamp on the way: minimum greens, yellow and conflicts are its own.
    /// </summary>
    string? Shows(int intersection) => null;

    /// <summary>Why it runs its own plan and takes no orders now, or null while it takes them.</summary>
    string? RunsItself(int intersection) => null;

    /// <summary>Whether it comes from one state to another by its own order of phases.</summary>
    bool Reaches(int intersection, string from, string to) => true;

    /// <summary>Leaves one that keeps its own times to its own plan.</summary>
    Outcome<Done> Leave(int intersection) => Done.It;

    /// <summary>Goes on by a second: sends what is to be shown, reads what the detectors saw.</summary>
    Outcome<Done> Step();

    /// <summary>The vehicles its detectors see now.</summary>
    ReadOnlySpan<Sighting> Seen { get; }
}

/// <summary>A vehicle as a detector sees it.</summary>
/// <param name="Vehicle">the plant's number for it, the same from step to step</param>
/// <param name="Lane">index in the plant's lanes</param>
/// <param name="Position_m">from the beginning of the lane</param>
/// <param name="Before">the lane it was seen on last, or -1</param>
public readonly record struct Sighting(int Vehicle, int Lane, float Position_m, float Speed_m_s, int Before);
