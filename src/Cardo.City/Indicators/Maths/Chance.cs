namespace Cardo.Indicators.Maths;

/// <summary>
/// Random numbers that a seed and a stream number decide alone (SplitMix64: Steele, Lea and Flood, OOPSLA 2014), so that
/// replicate 71,234 is the same whichever core draws it.
/// </summary>
internal record struct Chance
{
    ulong state;

    public Chance(long seed, long stream) => state = Mix((ulong)seed * 0x9E3779B97F4A7C15 ^ Mix((ulong)stream + 0x632BE59BD9B4E019));

    public ulong Next() => Mix(state += 0x9E3779B97F4A7C15);

    /// <summary>Uniform in [0, 1).</summary>
    public double Uniform() => (Next() >> 11) * (1.0 / (1UL << 53));

    public int Below(int bound) => (int)(Uniform() * bound);

    public double Normal()
    {
        var radius = Math.Sqrt(-2 * Math.Log(1 - Uniform()));
        return radius * Math.Cos(2 * Math.PI * Uniform());
    }

    static ulong Mix(ulong z)
    {
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9;
        z = (z ^ z >> 27) * 0x94D049BB133111EB;
        return z ^ z >> 31;
    }
}
