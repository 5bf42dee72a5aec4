using Cardo.Indicators.Frameworks;
using Cardo.Kernel;

namespace Cardo.Indicators;

/// <summary>The frameworks there are, and which measurement feeds which of their indicators.</summary>
public sealed class FrameworkDesk
{
    readonly Lazy<(IReadOnlyList<Framework> Frameworks, IReadOnlyList<Crossing> Crossings)> shelf = new(() => FrameworkShelf.BuiltIn().Value);

    public IReadOnlyList<Framework> All => shelf.Value.Frameworks;

    public Framework? Find(string id) => All.FirstOrDefault(f => f.Id == id);

    public IReadOnlyList<Crossing> Crossings => shelf.Value.Crossings;

    /// <summary>A city's own frameworks: a folder with frameworks.csv and a CSV for each; what is wrong is said with file, line and column.</summary>
    public static Outcome<Framework[]> Read(string folder) => FrameworkShelf.Of(folder).Then(s => (Outcome<Framework[]>)s.Frameworks.ToArray());
}
