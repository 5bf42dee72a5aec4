using System.Globalization;
using Cardo.Traffic.Adaptive;

namespace Cardo.Traffic;

/// <summary>Writes every change of stage and why it was made, a line each.</summary>
internal sealed class DecisionLog : IDisposable
{
    readonly StreamWriter file;
    readonly SignalRoom room;

    public DecisionLog(string path, SignalRoom room)
    {
        file = new StreamWriter(path);
        this.room = room;
        room.Decided = Write;
    }

    void Write(int junction, Decision decision, Snapshot seen)
    {
        if (decision.Stage != seen.Stage)
            file.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{seen.Time_s:0} {room.Models[junction].Intersection.Id}: {decision.Why(room.Models[junction], seen)}"));
    }

    public void Dispose() => file.Dispose();
}
