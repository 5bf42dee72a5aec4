namespace Cardo.Bench.Runs;

/// <summary>Figures by name, in the order they first came, a value a round.</summary>
internal sealed class Sheet
{
    readonly List<(string Name, string Unit, List<double> Values, string? Asked)> rows = [];

    public void Add(string name, string unit, double value, string? asked = null)
    {
        var at = rows.FindIndex(r => r.Name == name);
        if (at < 0) rows.Add((name, unit, [value], asked));
        else rows[at].Values.Add(value);
    }

    public IReadOnlyList<Figure> Figures => [.. rows.Select(r => new Figure(r.Name, r.Unit, r.Values, r.Asked))];
}
