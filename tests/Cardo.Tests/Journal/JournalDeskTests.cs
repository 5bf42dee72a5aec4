using System.Text;
using System.Text.Json.Nodes;
using Cardo.Journal;
using Cardo.Kernel;
using Cardo.Standards.Merkle;
using Cardo.Storage;
using Cardo.Tests.Support;

namespace Cardo.Tests.Journal;

public class JournalDeskTests
{
    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public async Task An_entry_is_there_if_and_only_if_its_transaction_commits(Engine engine)
    {
        await using var store = TestStore.Open(engine);
        var desk = Journals.Open(store);
        store.Db.Write(tx => desk.Append(tx, Journals.Entry(1)));
        Should.Throw<InvalidOperationException>(() => store.Db.Write(tx =>
        {
            desk.Append(tx, Journals.Entry(2));
            throw new InvalidOperationException("the state could not be saved");
        }));
        store.Db.Write(tx => desk.Append(tx, Journals.Entry(3)));
        desk.Integrate();
        desk.Newest(long.MaxValue, 100).Select(e => (e.Index, e.Kind)).ShouldBe([(2L, "test.happened"), (1L, "test.happened"), (0L, "journal.opened")]);
        desk.Find(2)!.Json.ShouldContain("\"n\":3");
        desk.Find(3).ShouldBeNull();
    }

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public async Task A_head_is_told_only_when_what_it_stands_over_can_be_read(Engine engine)
    {
        await using var store = TestStore.Open(engine);
        var desk = Journals.Open(store);
        using var written = new CancellationTokenSource();
        var reader = Task.Run(() =>
        {
            while (!written.IsCancellationRequested)
            {
                var newest = desk.Head().Checkpoint.Size - 1;
                desk.Find(newest).ShouldNotBeNull();
                desk.Prove(newest).ShouldNotBeNull();
            }
        }, TestContext.Current.CancellationToken);
        for (var n = 0; n < 400 && !reader.IsFaulted; n++)
        {
            store.Db.Write(tx => desk.Append(tx, Journals.Entry(n)));
            desk.Integrate();
        }
        await written.CancelAsync();
        await reader;
    }

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public async Task Every_entry_is_proven_under_the_signed_head_and_heads_are_consistent_across_a_restart(Engine engine)
    {
        await using var store = TestStore.Open(engine);
        var desk = Journals.Open(store);
        for (var n = 0; n < 300; n++) store.Db.Write(tx => desk.Append(tx, Journals.Entry(n)));
        desk.Integrate().ShouldBe(300);
        var before = desk.Head();
        await store.Reopen();
        desk = Journals.Open(store);
        desk.Head().ShouldBe(before);
        for (var n = 0; n < 300; n++) store.Db.Write(tx => desk.Append(tx, Journals.Entry(n)));
        desk.Integrate();
        var head = desk.Head().Checkpoint;
        head.Size.ShouldBe(601);
        foreach (var n in (long[])[0, 1, 255, 256, 300, 511, 512, 600])
            JournalCheck.Proof(desk.Prove(n)!.Serialize(), Encoding.UTF8.GetBytes(desk.Find(n)!.Json), desk.Verifier.Text).Value.ShouldBe(head);
        Proofs.VerifyConsistency(301, before.Checkpoint.Root, 601, head.Root, desk.ProveConsistency(301, 601)!).ShouldBeTrue();
        desk.Prove(601).ShouldBeNull();
        desk.ProveConsistency(1, 602).ShouldBeNull();
    }

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public async Task Entries_written_by_another_process_are_taken_in_too(Engine engine)
    {
        await using var store = TestStore.Open(engine);
        var desk = Journals.Open(store);
        await using (var beside = Db.OpenBeside(store.Address, store.Folder).Value)
        {
            var other = JournalDesk.Open(beside, Journals.Settings(store), TimeProvider.System, Ids.System).Value;
            beside.Write(tx => other.Append(tx, Journals.Entry(1)));
            other.Integrate();
            beside.Write(tx => other.Append(tx, Journals.Entry(2)));
        }
        store.Db.Write(tx => desk.Append(tx, Journals.Entry(3)));
        desk.Integrate().ShouldBe(2);
        desk.Head().Checkpoint.Size.ShouldBe(4);
        desk.Newest(long.MaxValue, 10).Select(e => JsonNode.Parse(e.Json)!["body"]!["n"]?.GetValue<int>()).ShouldBe([3, 2, 1, null]);
        for (var n = 0; n < 4; n++)
            JournalCheck.Proof(desk.Prove(n)!.Serialize(), Encoding.UTF8.GetBytes(desk.Find(n)!.Json), desk.Verifier.Text).Ok.ShouldBeTrue();
    }

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public async Task Many_writers_share_a_commit_and_each_learns_its_number(Engine engine)
    {
        await using var store = TestStore.Open(engine);
        var desk = Journals.Open(store);
        var appended = Enumerable.Range(0, 2000).Select(n => desk.Append(Journals.Entry(n)).AsTask()).ToArray();
        desk.Integrate();
        var numbers = await Task.WhenAll(appended);
        numbers.ShouldBe(Enumerable.Range(1, 2000).Select(n => (long)n));
        JsonNode.Parse(desk.Find(numbers[1234])!.Json)!["body"]!["n"]!.GetValue<int>().ShouldBe(1234);
    }

    [Fact]
    public async Task The_key_is_made_once_and_readable_by_its_owner_alone()
    {
        await using var store = TestStore.Open(Engine.Sqlite);
        var desk = Journals.Open(store);
        desk.Verifier.Name.ShouldBe("test-city/journal");
        var file = Path.Combine(store.Folder, "journal.key");
        if (!OperatingSystem.IsWindows()) File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Journals.Open(store).Verifier.Text.ShouldBe(desk.Verifier.Text);
        File.WriteAllText(file, File.ReadAllText(file).Replace("+A", "+B", StringComparison.Ordinal));
        JournalDesk.Open(store.Db, Journals.Settings(store), TimeProvider.System, Ids.System).Refusal.Code.ShouldBe("journal-key-damaged");
    }

    [Fact]
    public async Task A_lost_key_is_replaced_and_the_journal_says_so()
    {
        await using var store = TestStore.Open(Engine.Sqlite);
        var first = Journals.Open(store);
        File.Delete(Path.Combine(store.Folder, "journal.key"));
        var second = Journals.Open(store);
        second.Verifier.Text.ShouldNotBe(first.Verifier.Text);
        second.Newest(long.MaxValue, 1)[0].Kind.ShouldBe("journal.rekeyed");
    }

    [Fact]
    public async Task A_commitment_hides_what_it_binds()
    {
        await using var store = TestStore.Open(Engine.Sqlite);
        var commitment = Commitment.To("Ms Lin, 14 Harbour Street", Ids.System);
        commitment.Holds("Ms Lin, 14 Harbour Street").ShouldBeTrue();
        commitment.Holds("Ms Lin, 15 Harbour Street").ShouldBeFalse();
        Commitment.To("Ms Lin, 14 Harbour Street", Ids.System).Digest.ShouldNotBe(commitment.Digest);
    }

    [Fact]
    public async Task An_entry_longer_than_a_bundle_can_hold_is_a_bug_of_its_writer()
    {
        await using var store = TestStore.Open(Engine.Sqlite);
        var desk = Journals.Open(store);
        await Should.ThrowAsync<ArgumentException>(async () => await desk.Append(new JournalEntry("test.long", new JsonObject { ["text"] = new string('x', 70_000) })));
    }
}
