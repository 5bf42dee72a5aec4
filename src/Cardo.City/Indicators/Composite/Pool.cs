namespace Cardo.Indicators.Composite;

/// <summary>Rows that are judged together: statistics come from <paramref name="Reference"/>, and hold for <paramref name="Rows"/>.</summary>
internal sealed record Pool(string Name, int[] Rows, int[] Reference)
{
    public bool Same => ReferenceEquals(Rows, Reference);
}
