using System.Text.Json.Nodes;
using Cardo.Journal;
using Cardo.Kernel;
using Cardo.Tests.Support;

namespace Cardo.Tests.Journal;

/// <summary>A journal over a test's store.</summary>
static class Journals
{
    public static Settings Settings(TestStore store, params (string Key, string Value)[] more) =>
        new(more.Append(("name", "Test City")).ToDictionary(m => m.Item1, m => m.Item2)) { DataDir = store.Folder, Store = store.Address };

    public static JournalDesk Open(TestStore store, Ids? ids = null) => JournalDesk.Open(store.Db, Settings(store), TimeProvider.System, ids ?? Ids.System).Value;

    public static JournalEntry Entry(int n) => new("test.happened", new JsonObject { ["n"] = n, ["what"] = "a thing" });
}
