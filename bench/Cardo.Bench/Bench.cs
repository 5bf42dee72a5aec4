namespace Cardo.Bench;

/// <summary>One figure of one run.</summary>
/// <param name="Name">what was measured: <c>cardo messages/s</c></param>
/// <param name="Unit">per second, seconds, MB, ratio …</param>
/// <param name="Values">one a round, in the order of rounds</param>
/// <param name="Asked">what was asked for, in words; null when the figure only explains another</param>
public sealed record Figure(string Name, string Unit, IReadOnlyList<double> Values, string? Asked = null)
{
    /// <summary>The value in the middle, or between the two in the middle.</summary>
    public double Median
    {
        get
        {
            if (Values.Count == 0) return double.NaN;
            var sorted = Values.Order().ToArray();
            return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
        }
    }
}

/// <summary>
/// Something worth measuring. A bench starts real processes, measures Cardo and its peer in turn in the same minutes,
/// stops by itself, and says what it lacks instead of guessing.
/// </summary>
public interface IBench
{
    string Name { get; }

    /// <summary>One line: what is measured, against whom.</summary>
    string What { get; }

    /// <summary>What must be installed, or null when all is there.</summary>
    string? Missing() => null;

    Task<IReadOnlyList<Figure>> Run(Rounds rounds, CancellationToken cancel);
}

/// <summary>How often and how long.</summary>
/// <param name="Count">rounds; in each, Cardo and its peer take turns</param>
/// <param name="Seconds">how long one turn loads its server</param>
/// <param name="Cycles">kills of the fault laboratory</param>
/// <param name="Only">of a bench of many parts, those whose name holds this</param>
public sealed record Rounds(int Count, double Seconds, int Cycles = 100, string? Only = null)
{
    /// <summary>
    /// How long a server is loaded before it counts, the peer as long as Cardo: the just-in-time compiler works beside the
    /// load for the first seconds, and a city's server runs for months.
    /// </summary>
    public const double WarmSeconds = 6;
}
