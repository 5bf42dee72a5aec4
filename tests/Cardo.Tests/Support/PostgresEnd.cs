[assembly: AssemblyFixture(typeof(Cardo.Tests.Support.PostgresEnd))]

namespace Cardo.Tests.Support;

/// <summary>Stops the tests' PostgreSQL inside the run: what a process does on its way out must be quick, and this isn't.</summary>
public sealed class PostgresEnd : IDisposable
{
    public void Dispose() => PostgresServer.End();
}
