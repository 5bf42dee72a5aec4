using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cardo.Journal;

/// <summary>Takes entries into the tree as they come; looks once a second for those another process wrote.</summary>
internal sealed partial class Sequencer(JournalDesk desk, ILogger<Sequencer> log) : BackgroundService
{
    static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        await Task.Yield();
        try
        {
            while (!stop.IsCancellationRequested)
            {
                await desk.Called(Look, stop);
                try
                {
                    desk.Integrate();
                }
                catch (Exception e) when (e is System.Data.Common.DbException or IOException)
                {
                    // Entries stay pending and are taken in the next round.
                    Failed(e.Message);
                    await Task.Delay(Look, stop);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping: what is pending is taken at the next start.
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The journal could not take new entries; they are kept and tried again: {Reason}")]
    partial void Failed(string reason);
}
