using Cardo.Kernel;
using Cardo.Traffic;
using Cardo.Traffic.Sumo;

namespace Cardo.Tests.Traffic;

/// <summary>A city whose detectors fail: some lanes report nobody, all report what they reported before, or a signal is out of reach.</summary>
sealed class FaultyPlant(SumoPlant city) : ISignalController
{
    Sighting[] seen = [];

    public HashSet<int> Blind { get; } = [];

    public bool Frozen { get; set; }

    public int Unreachable { get; set; } = -1;

    public IReadOnlyList<Intersection> Intersections => city.Intersections;

    public double Time_s => city.Time_s;

    public ReadOnlySpan<Sighting> Seen => seen;

    public Outcome<Done> Show(int intersection, string state) => intersection == Unreachable ? Refusal.NotFound("signal-silent", "The signal does not answer.") : city.Show(intersection, state);

    public Outcome<Done> Step()
    {
        var done = city.Step();
        if (Frozen) return done;
        seen = [.. city.Seen.ToArray().Where(v => !Blind.Contains(v.Lane)).Select(v => Blind.Contains(v.Before) ? v with { Before = -1 } : v)];
        return done;
    }

    public void Dispose() => city.Dispose();
}
