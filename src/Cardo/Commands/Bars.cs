using Cardo.Sensing;
using Spectre.Console;

namespace Cardo.Server.Commands;

/// <summary>Progress bars on standard error; where there is no terminal, one line a file.</summary>
internal static class Bars
{
    public static Task<T> Show<T>(Func<IProgress<ImportProgress>, Task<T>> work)
    {
        if (Cli.Talk.Profile.Capabilities.Interactive && !Console.IsErrorRedirected)
            return Cli.Talk.Progress().AutoClear(false)
                .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn(), new SpinnerColumn())
                .StartAsync(context => work(new Drawn(context)));
        return work(new Told());
    }

    sealed class Drawn(ProgressContext context) : IProgress<ImportProgress>
    {
        readonly Dictionary<string, ProgressTask> tasks = [];

        public void Report(ImportProgress p)
        {
            lock (tasks)
            {
                var key = $"{p.Name} {p.File}";
                if (!tasks.TryGetValue(key, out var task)) tasks[key] = task = context.AddTask(Markup.Escape(key), maxValue: Math.Max(1, p.TotalBytes));
                task.Value = p.Bytes;
                task.Description = Markup.Escape($"{p.Name} {p.File} ({p.Rows:N0} rows)");
            }
        }
    }

    sealed class Told : IProgress<ImportProgress>
    {
        string last = "";

        public void Report(ImportProgress p)
        {
            var key = $"{p.Name} {p.File}";
            if (key == last) return;
            last = key;
            Console.Error.WriteLine($"Importing {key} ...");
        }
    }
}
