using System.Globalization;
using Cardo.Cases.Learning;
using Cardo.Cases.Profile;

namespace Cardo.Cases.Dispatch;

/// <summary>A model with its name, and the cases it has learned from. Asked from the writer's thread, taught from the service's.</summary>
internal sealed class Trained(DispatchModel model, string hash, long madeUs, Numbers learned, int since)
{
    int since = since;

    public DispatchModel Model { get; } = model;

    /// <summary>First 12 hex digits of the SHA-256 of what was trained.</summary>
    public string Hash { get; } = hash;

    public long MadeUs { get; } = madeUs;

    public Numbers Learned { get; } = learned;

    /// <summary>Cases learned since it was trained.</summary>
    public int Since => Volatile.Read(ref since);

    /// <summary>What decisions name: the same history and the same number of answers after it make the same model.</summary>
    public string Version => string.Create(CultureInfo.InvariantCulture, $"{Hash}+{Since}");

    public Advice? Ask(CaseText text, CityProfile profile) => Advise.Of(Model, Version, text, profile);

    /// <summary>Learns an answer, each case's once.</summary>
    public bool Learn(Example example)
    {
        if (!Learned.Add(example.Number)) return false;
        Model.Learn(example.Text, example.Label);
        Interlocked.Increment(ref since);
        return true;
    }
}
