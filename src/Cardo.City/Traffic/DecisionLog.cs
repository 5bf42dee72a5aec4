using System.Globalization;
using Cardo.Traffic.Adaptive;

namespace Cardo.Traffic;

/// <summary>Writes every change of stage and why it was made, a line each.</summary>
internal sealed class DecisionLog : IDisposable
{
    readonly StreamWriter file;
    readonly SignalRoom room;

    bool ended;

    public DecisionLog(string path, SignalRoom room)
    {
        file = new StreamWriter(new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0));
        this.room = room;
        room.Decided = Write;
    }

    void Write(int junction, Decision decision, Snapshot seen)
    {
        if (decision.Stage == seen.Stage || ended) return;
        var line = string.Create(CultureInfo.InvariantCulture, $"{seen.Time_s:0} {room.Models[junction].Intersection.Id}: {decision.Why(room.Models[junction], seen)}");
        Try(() => file.WriteLine(line));
    }

    /// <summary>A disk that is full ends the log, not the run.</summary>
    void Try(Action write)
    {
        try
        {
            write();
        }
        catch (IOException e)
        {
            if (!ended) room.Faults.Add($"the log of decisions ends early: {e.Message}");
            ended = true;
        }
    }

    public void Dispose() => Try(file.Dispose);
}
