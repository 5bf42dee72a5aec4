using Cardo.Traffic.Cabinets;

namespace Cardo.Traffic.Pages;

/// <summary>A signal that can be controlled, as the page of control shows it.</summary>
/// <param name="Now">how its cabinet stands; null while nothing runs</param>
/// <param name="Released">who left it to its own plan; null where nobody did</param>
/// <param name="By">that person or program in words</param>
public sealed record ControllerLine(string Id, string Name, CabinetNow? Now, Released? Released, string By)
{
    /// <summary>It was left to its own plan a moment ago, and its cabinet has not been told yet.</summary>
    public bool Returning => Released is not null && Now is { State: CabinetState.Controlled };
}
