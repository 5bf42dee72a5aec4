using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cardo.Identity.Doors;

/// <summary>Notices every two seconds what other processes did to keys and sessions.</summary>
internal sealed partial class Changes(KeyDesk keys, SessionDesk sessions, ILogger<Changes> log) : BackgroundService
{
    static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Every);
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                try
                {
                    keys.Sync();
                    sessions.Sync();
                }
                catch (Exception e) when (e is System.Data.Common.DbException or IOException)
                {
                    Failed(e.Message);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Keys could not be read again; those known stay in force: {Reason}")]
    partial void Failed(string reason);
}
