using Cardo.Journal;
using Cardo.Journal.Checking;
using Cardo.Storage;
using Cardo.Tests.Support;

namespace Cardo.Tests.Journal;

public class JournalExportTests
{
    static async Task<(JournalDesk Desk, string Dir)> Exported(TestStore store, int entries)
    {
        var desk = Journals.Open(store);
        var done = Enumerable.Range(0, entries - 1).Select(n => desk.Append(Journals.Entry(n)).AsTask()).ToArray();
        desk.Integrate();
        await Task.WhenAll(done);
        var dir = Path.Combine(store.Folder, "export");
        JournalExport.Run(desk, dir).Value.Size.ShouldBe(entries);
        return (desk, dir);
    }

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public async Task An_export_is_verified_from_its_files_alone(Engine engine)
    {
        await using var store = TestStore.Open(engine);
        var (desk, dir) = await Exported(store, 700);
        var report = JournalCheck.Run(dir).Value;
        report.Faults.ShouldBeEmpty();
        report.Size.ShouldBe(700);
        report.KeyTrusted.ShouldBeFalse();
        JournalCheck.Run(dir, key: desk.Verifier.Text).Value.ShouldSatisfyAllConditions(r => r.Holds.ShouldBeTrue(), r => r.KeyTrusted.ShouldBeTrue());
    }

    [Fact]
    public async Task Every_flipped_byte_of_a_thousand_entries_is_found()
    {
        await using var store = TestStore.Open(Engine.Sqlite);
        var (_, dir) = await Exported(store, 1000);
        var missed = new List<string>();
        var flips = 0;
        var files = MemoryFiles.Of(dir);
        foreach (var (path, whole) in files.ToList())
        {
            // Each byte of the short files; of the long ones every 61st, so that the test stays quick (the bench `flips` flips all).
            for (var i = 0; i < whole.Length; i += whole.Length > 2000 ? 61 : 1)
            {
                var changed = (byte[])whole.Clone();
                changed[i] ^= (byte)(1 << i % 8);
                files[path] = changed;
                var found = !JournalCheck.Run(new MemoryFiles(files), null, null, 1, null).Try(out var report, out _) || !report.Holds;
                if (!found) missed.Add($"{path} byte {i}");
                flips++;
            }
            files[path] = whole;
        }
        missed.ShouldBeEmpty();
        flips.ShouldBeGreaterThan(1000);
        JournalCheck.Run(new MemoryFiles(files), null, null, 1, null).Value.Holds.ShouldBeTrue();
    }

    [Fact]
    public async Task A_missing_a_strange_and_a_shortened_file_are_named()
    {
        await using var store = TestStore.Open(Engine.Sqlite);
        var (_, dir) = await Exported(store, 600);
        File.WriteAllText(Path.Combine(dir, "note.txt"), "hello");
        JournalCheck.Run(dir).Value.Faults.ShouldBe(["note.txt: does not belong to this journal"]);
        File.Delete(Path.Combine(dir, "note.txt"));
        var tile = Path.Combine(dir, "tile/0/001");
        var bytes = File.ReadAllBytes(tile);
        File.WriteAllBytes(tile, bytes[..^1]);
        JournalCheck.Run(dir).Value.Faults.ShouldBe(["tile/0/001: 8191 bytes instead of 8192"]);
        File.Delete(tile);
        JournalCheck.Run(dir).Value.Faults.ShouldBe(["tile/0/001: missing"]);
        JournalCheck.Run(store.Folder).Refusal.Code.ShouldBe("journal-not-there");
    }

    [Fact]
    public async Task An_export_grows_with_its_journal_and_is_checked_against_an_earlier_head()
    {
        await using var store = TestStore.Open(Engine.Sqlite);
        var (desk, dir) = await Exported(store, 300);
        var earlier = File.ReadAllText(Path.Combine(dir, "checkpoint"));
        var more = Enumerable.Range(0, 400).Select(n => desk.Append(Journals.Entry(n)).AsTask()).ToArray();
        desk.Integrate();
        await Task.WhenAll(more);
        JournalExport.Run(desk, dir).Ok.ShouldBeTrue();
        JournalCheck.Run(dir, since: earlier).Value.Faults.ShouldBeEmpty();
        // Another city's head of the same size is no part of this one's history.
        await using var otherStore = TestStore.Open(Engine.Sqlite);
        var (other, otherDir) = await Exported(otherStore, 300);
        JournalExport.Run(other, dir).Refusal.Code.ShouldBe("journal-diverged");
        JournalCheck.Run(dir, since: File.ReadAllText(Path.Combine(otherDir, "checkpoint"))).Value.Faults.ShouldHaveSingleItem();
        JournalCheck.Run(dir, key: other.Verifier.Text).Value.Holds.ShouldBeFalse();
        JournalExport.Run(desk, store.Folder).Refusal.Code.ShouldBe("journal-export-foreign");
    }
}
