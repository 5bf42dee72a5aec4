using Cardo.Storage;

namespace Cardo.Tests.Support;

/// <summary>
/// A fresh data folder and database of one engine, gone after the test. Use it as
/// <c>[Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]</c> with an <see cref="Engine"/> parameter.
/// </summary>
public sealed class TestStore : IAsyncDisposable
{
    public static TheoryData<Engine> Engines => [Engine.Sqlite, Engine.Postgres];

    TestStore(string folder, string address)
    {
        (Folder, Address) = (folder, address);
        Db = Db.Open(address, folder).Value;
    }

    public string Folder { get; }

    public string LogFolder => Path.Combine(Folder, "log");

    /// <summary>What <c>--store</c> takes.</summary>
    public string Address { get; }

    public Db Db { get; private set; }

    /// <summary>Skips the test when the engine is missing.</summary>
    public static TestStore Open(Engine engine)
    {
        var address = engine == Engine.Sqlite ? "sqlite:cardo.db" : PostgresServer.NewDatabase();
        return new TestStore(Directory.CreateTempSubdirectory("cardo-test-").FullName, address);
    }

    /// <summary>Closes the database and opens it again, as a restart does.</summary>
    public async Task Reopen()
    {
        await Db.DisposeAsync();
        Db = Db.Open(Address, Folder).Value;
    }

    public async ValueTask DisposeAsync()
    {
        await Db.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
