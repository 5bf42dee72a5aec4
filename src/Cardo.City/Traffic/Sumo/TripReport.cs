using System.Globalization;
using System.Xml;
using Cardo.Kernel;
using Cardo.Traffic.Networks;

namespace Cardo.Traffic.Sumo;

/// <summary>What became of every trip that was due, from SUMO's own record of trips.</summary>
/// <param name="Delay_s">mean of time lost on the way and of waiting to depart, over all that were due; who never departed counts to the end</param>
/// <param name="Att_s">mean time from the planned departure to the arrival or the end</param>
/// <param name="Wait_s">mean time stood still, of those who departed</param>
/// <param name="Dur_s">mean time on the way, of those who departed</param>
/// <param name="Arrived">vehicles that arrived within the time</param>
/// <param name="Emergencies">emergency vehicles that were due</param>
internal sealed record TripReport(int Due, double Delay_s, double Att_s, double Wait_s, double Dur_s, int Arrived, int Undeparted, int Emergencies, int EmergencyArrived, double EmergencyMean_s)
{
    /// <summary>Reads a trip record; trips that <paramref name="emergency"/> knows are told apart and not counted among the others.</summary>
    public static Outcome<TripReport> Read(string file, Func<string, bool>? emergency)
    {
        int due = 0, departed = 0, arrived = 0, undeparted = 0, evs = 0, evArrived = 0;
        double delay = 0, att = 0, wait = 0, duration = 0, ev = 0;
        var read = ReadNetwork.Each(file, x =>
        {
            if (x.Name != "tripinfo") return;
            double departDelay = D(x, "departDelay"), took = D(x, "duration");
            var finished = D(x, "arrival") >= 0;
            if (emergency?.Invoke(x.GetAttribute("id") ?? "") == true)
            {
                evs++;
                ev += Math.Max(0, took) + departDelay;
                if (finished) evArrived++;
                return;
            }
            due++;
            if (D(x, "depart") < 0)
            {
                undeparted++;
                delay += departDelay;
                att += departDelay;
                return;
            }
            departed++;
            delay += D(x, "timeLoss") + departDelay;
            att += took + departDelay;
            wait += D(x, "waitingTime");
            duration += took;
            if (finished) arrived++;
        });
        if (!read.Try(out _, out var refusal)) return refusal;
        return new TripReport(due, delay / Math.Max(1, due), att / Math.Max(1, due), wait / Math.Max(1, departed), duration / Math.Max(1, departed), arrived, undeparted, evs, evArrived, ev / Math.Max(1, evs));
    }

    static double D(XmlReader x, string name) => double.TryParse(x.GetAttribute(name), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : 0;
}
