using System.Net;
using Cardo.Kernel;
using Cardo.Traffic.Cabinets;
using Cardo.Traffic.Cabinets.Simulated;

namespace Cardo.Traffic;

/// <summary>A simulated cabinet on a port of this machine, with traffic on its loops: to rehearse with before a real one is connected.</summary>
public static class ControllerRehearsal
{
    static readonly TimeSpan beat = TimeSpan.FromMilliseconds(100);

    /// <summary>Runs until cancelled, second by second.</summary>
    /// <param name="flow_veh_h">vehicles an hour that come on each lane that goes straight on</param>
    /// <param name="begun">hears where it listens</param>
    public static async Task<Outcome<Done>> Run(string file, int port, double flow_veh_h, TimeProvider clock, Action<IPEndPoint> begun, CancellationToken cancel)
    {
        if (!CabinetFolder.Read(file, null).Try(out var profile, out var refusal)) return refusal;
        var unit = new DualRing(profile);
        CabinetAgent agent;
        try
        {
            agent = new CabinetAgent(profile, unit, IPAddress.Loopback, port);
        }
        catch (System.Net.Sockets.SocketException e)
        {
            return new Refusal(RefusalKind.Unavailable, "port-taken", $"Port {port} cannot be listened on: {e.Message}");
        }
        using (agent)
        {
            begun(agent.Address);
            var traffic = new SimulatedTraffic(profile, agent, flow_veh_h, 1);
            using var timer = new PeriodicTimer(beat, clock);
            try
            {
                while (await timer.WaitForNextTickAsync(cancel))
                    lock (agent.Gate)
                    {
                        traffic.Tick(beat.TotalSeconds);
                        unit.Tick(beat.TotalSeconds);
                    }
            }
            catch (OperationCanceledException) when (cancel.IsCancellationRequested)
            {
                // Stopped by hand.
            }
        }
        return Done.It;
    }
}
