using Cardo.Storage;
using Spectre.Console;

namespace Cardo.Server.Commands;

/// <summary>One progress bar on standard error; nothing where there is no terminal.</summary>
internal static class StoreBar
{
    public static T Show<T>(string title, Func<IProgress<StoreProgress>?, T> work)
    {
        if (!Cli.Talk.Profile.Capabilities.Interactive || Console.IsErrorRedirected) return work(null);
        return Cli.Talk.Progress().AutoClear(false).Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(context => work(new Drawn(title, context.AddTask(title))));
    }

    sealed class Drawn(string title, ProgressTask task) : IProgress<StoreProgress>
    {
        public void Report(StoreProgress p)
        {
            task.Description = Markup.Escape($"{title}: {p.What}");
            task.Value = 100 * p.Share;
        }
    }
}
