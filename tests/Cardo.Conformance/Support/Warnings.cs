using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Cardo.Conformance.Support;

/// <summary>What the city logged as a warning or worse, with its exception.</summary>
public sealed class Warnings : ILoggerProvider, ILogger
{
    readonly ConcurrentQueue<string> said = new();

    public IReadOnlyCollection<string> Said => said;

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel)) said.Enqueue($"{formatter(state, exception)} {exception?.Message}");
    }

    public void Dispose()
    {
    }
}
