using System.Runtime.InteropServices;

namespace Cardo.Kernel;

/// <summary>Work that has time: it yields to whoever waits for an answer.</summary>
public static partial class Quietly
{
    /// <summary>
    /// A tenth of what another thread gets where both want a processor. Not the very least: a collection of garbage waits until
    /// each thread has come to a stop, and one that hardly runs would keep all waiting.
    /// </summary>
    const int Nice = 10;

    static readonly TimeSpan mostRest = TimeSpan.FromSeconds(2);

    /// <summary>Does it on a thread of its own that runs when nobody else wants to.</summary>
    public static Task Run(string name, Action work)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            StepBack();
            try
            {
                work();
                done.SetResult();
            }
            catch (OperationCanceledException)
            {
                done.SetCanceled();
            }
            catch (Exception fault)
            {
                done.SetException(fault);
            }
        })
        { IsBackground = true, Name = name }.Start();
        return done.Task;
    }

    /// <summary>A rest as long as the work since a moment took, so that it has half of a processor at most.</summary>
    /// <param name="began">a timestamp of <see cref="TimeProvider.System"/></param>
    public static Task Rest(long began, CancellationToken stop)
    {
        var worked = TimeProvider.System.GetElapsedTime(began);
        return Task.Delay(worked < mostRest ? worked : mostRest, TimeProvider.System, stop);
    }

    static void StepBack()
    {
        // On Linux each thread has a priority of its own, and 0 names the one that calls; elsewhere the runtime's own is heard.
        if (!OperatingSystem.IsLinux()) Thread.CurrentThread.Priority = ThreadPriority.BelowNormal;
        else _ = SetPriority(0, 0, Nice);
    }

    [LibraryImport("libc", EntryPoint = "setpriority", SetLastError = true)]
    private static partial int SetPriority(int which, uint who, int priority);
}
