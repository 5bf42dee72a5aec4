using Cardo.Kernel;

namespace Cardo.Server.Demo.Sim;

/// <summary>What can be wrong with a device.</summary>
internal enum Fault : byte { None, Dead, Stuck, Drift, Spike, ClockOff, Loss, Broken }

/// <summary>
/// Which devices fail, how, and when: about one in twenty, each with one fault that comes and goes in its own rhythm,
/// so that alarms open and close whenever somebody looks.
/// </summary>
internal static class Faults
{
    const double Faulty = 0.05;

    public static Fault Of(ulong device) =>
        Noise.Share(device, 601) >= Faulty ? Fault.None : (Fault)(1 + (int)(Noise.Share(device, 602) * 7));

    /// <summary>The fault that acts at this moment, and since when (microseconds).</summary>
    public static (Fault Fault, long SinceUs) At(ulong device, long atUs)
    {
        var fault = Of(device);
        if (fault == Fault.None) return (Fault.None, 0);
        var roundUs = (long)((8 + 20 * Noise.Share(device, 603)) * Instants.HourUs);
        var phaseUs = (long)(Noise.Share(device, 604) * roundUs);
        var inUs = (atUs + phaseUs) % roundUs;
        // A broken lamp stays broken until somebody comes; the rest mends sooner.
        var share = fault is Fault.Broken or Fault.ClockOff ? 0.7 : 0.35;
        return inUs < share * roundUs ? (fault, atUs - inUs) : (Fault.None, 0);
    }
}
