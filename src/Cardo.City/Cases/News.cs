namespace Cardo.Cases;

/// <summary>Cases changed, and the change is on disk. In the order of the commits.</summary>
/// <param name="Cases">as they are now, each once</param>
public sealed record CasesChanged(IReadOnlyList<Case> Cases);
