using System.Text;
using Cardo.Identity;
using Cardo.Journal;
using Cardo.Kernel;
using Cardo.Storage;
using Cardo.Tests.Journal;
using Cardo.Tests.Support;

namespace Cardo.Tests.Identity;

public class KeyDeskTests
{
    sealed class HandClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;

        public override long GetTimestamp() => Now.UtcTicks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;
    }

    static (KeyDesk Keys, JournalDesk Journal) Open(TestStore store, TimeProvider? clock = null, Db? db = null)
    {
        db ??= store.Db;
        var journal = JournalDesk.Open(db, Journals.Settings(store), clock ?? TimeProvider.System, Ids.System).Value;
        return (IdentityDesks.Open(db, journal, clock ?? TimeProvider.System, Ids.System).Value.Keys, journal);
    }

    static string Tail(IssuedKey key) => key.Secret[^32..];

    static KeyRequest Device(string id, TimeSpan? lifetime = null) => new(KeyKind.Device, id, "test", [], lifetime);

    static KeyRequest Token(params string[] scopes) => new(KeyKind.Token, "a program", "test", scopes);

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public async Task A_key_is_right_only_with_its_own_secret_and_survives_a_restart(Engine engine)
    {
        await using var store = TestStore.Open(engine);
        var (keys, _) = Open(store);
        var issued = keys.Issue(Device("lamp-1")).Value;
        issued.Secret.ShouldStartWith("cardo_device_" + issued.Info.Id + "_");
        keys.Verify(issued.Secret)!.Subject.ShouldBe("lamp-1");
        keys.VerifyDevice("lamp-1", Encoding.ASCII.GetBytes(issued.Secret))!.Scopes.ShouldBe([Scopes.SensingOwn]);
        keys.VerifyDevice("lamp-2", Encoding.ASCII.GetBytes(issued.Secret)).ShouldBeNull();
        keys.Verify(issued.Secret[..^1] + (issued.Secret[^1] == '0' ? '1' : '0')).ShouldBeNull();
        keys.Verify(issued.Secret.Replace("cardo_device_", "cardo_token_", StringComparison.Ordinal)).ShouldBeNull();
        foreach (var nothing in (string[])["", "cardo", "cardo_device_", issued.Info.Id, issued.Secret + "x", "\u00e9\u00e9", new string('a', 10_000)])
        {
            keys.Verify(nothing).ShouldBeNull();
            keys.Verify(Encoding.UTF8.GetBytes(nothing)).ShouldBeNull();
        }
        await store.Reopen();
        (keys, _) = Open(store);
        keys.Verify(issued.Secret)!.Id.ShouldBe(issued.Info.Id);
        // What is kept does not contain what was shown.
        store.Db.Read(tx => tx.Query<string>("SELECT hash FROM identity_keys")).ShouldNotContain(h => h.Contains(Tail(issued), StringComparison.OrdinalIgnoreCase));
    }

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public async Task Issuing_rotating_and_revoking_stand_in_the_journal(Engine engine)
    {
        await using var store = TestStore.Open(engine);
        var (keys, journal) = Open(store);
        var first = keys.Issue(Device("lamp-1")).Value;
        var second = keys.Rotate(first.Info.Id, TimeSpan.Zero, "test").Value;
        keys.Revoke(second.Info.Id, "test").Ok.ShouldBeTrue();
        keys.Revoke(second.Info.Id, "test").Ok.ShouldBeTrue();
        journal.Integrate();
        var said = journal.Newest(long.MaxValue, 10);
        said.Select(e => e.Kind).ShouldBe(["key.revoked", "key.rotated", "key.issued", "journal.opened"]);
        said[1].Json.ShouldContain($"\"replaces\":\"{first.Info.Id}\"");
        said.ShouldNotContain(e => e.Json.Contains(Tail(first), StringComparison.Ordinal) || e.Json.Contains(Tail(second), StringComparison.Ordinal));
        keys.Verify(first.Secret).ShouldBeNull();
        keys.Verify(second.Secret).ShouldBeNull();
        keys.List(subject: "lamp-1").Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_rotated_key_works_on_for_its_grace_and_an_expired_one_never()
    {
        await using var store = TestStore.Open(Engine.Sqlite);
        var clock = new HandClock();
        var (keys, _) = Open(store, clock);
        var old = keys.Issue(Device("lamp-1", TimeSpan.FromDays(30))).Value;
        var fresh = keys.Rotate(old.Info.Id, TimeSpan.FromHours(1), "test").Value;
        var ended = new List<string>();
        keys.Ended += key => ended.Add(key.Id);
        clock.Now += TimeSpan.FromMinutes(59);
        keys.Verify(old.Secret).ShouldNotBeNull();
        clock.Now += TimeSpan.FromMinutes(1);
        keys.Verify(old.Secret).ShouldBeNull();
        keys.Verify(fresh.Secret).ShouldNotBeNull();
        clock.Now += TimeSpan.FromDays(30);
        keys.Verify(fresh.Secret).ShouldBeNull();
        keys.Rotate(fresh.Info.Id, TimeSpan.Zero, "test").Refusal.Code.ShouldBe("key-ended");
        keys.Sync();
        ended.Order().ShouldBe(new[] { old.Info.Id, fresh.Info.Id }.Order());
    }

    [Theory, MemberData(nameof(TestStore.Engines), MemberType = typeof(TestStore))]
    public async Task What_another_process_does_to_keys_is_noticed(Engine engine)
    {
        await using var store = TestStore.Open(engine);
        var clock = new HandClock();
        var (keys, _) = Open(store, clock);
        await using var beside = Db.OpenBeside(store.Address, store.Folder).Value;
        var (others, _) = Open(store, clock, beside);
        var issued = others.Issue(Token(Scopes.TwinWrite)).Value;
        // At the first sight of an unknown key the database is asked…
        keys.Verify(issued.Secret)!.Scopes.ShouldBe([Scopes.TwinWrite]);
        var second = others.Issue(Token(Scopes.TwinWrite)).Value;
        // …but not at each of them.
        keys.Verify(second.Secret).ShouldBeNull();
        clock.Now += TimeSpan.FromMilliseconds(101);
        keys.Verify(second.Secret).ShouldNotBeNull();
        others.Revoke(issued.Info.Id, "test");
        keys.Sync();
        keys.Verify(issued.Secret).ShouldBeNull();
    }

    [Fact]
    public async Task Nobody_can_choose_a_secret_or_ask_for_what_there_is_not()
    {
        await using var store = TestStore.Open(Engine.Sqlite);
        var (keys, _) = Open(store);
        typeof(KeyRequest).GetProperties().Select(p => p.Name).Order().ShouldBe(["Kind", "Lifetime", "Owner", "Scopes", "Subject"]);
        keys.Issue(Device("lamp-1")).Value.Secret.ShouldNotBe(keys.Issue(Device("lamp-1")).Value.Secret);
        keys.Issue(Device("")).Refusal.Code.ShouldBe("key-subject");
        keys.Issue(Device("a/b")).Refusal.Code.ShouldBe("key-subject");
        keys.Issue(Device("#")).Refusal.Code.ShouldBe("key-subject");
        keys.Issue(Device("lamp") with { Scopes = [Scopes.Admin] }).Refusal.Code.ShouldBe("key-scopes");
        keys.Issue(Token()).Refusal.Code.ShouldBe("key-scopes");
        keys.Issue(Token("root")).Refusal.Code.ShouldBe("key-scope-unknown");
        keys.Issue(Device("lamp", TimeSpan.Zero)).Refusal.Code.ShouldBe("key-lifetime");
        keys.Rotate("nothing", TimeSpan.Zero, "test").Refusal.Code.ShouldBe("key-not-found");
        keys.Revoke("nothing", "test").Refusal.Code.ShouldBe("key-not-found");
    }

    [Fact]
    public async Task A_device_that_is_no_more_loses_all_its_keys_with_the_state_that_says_so()
    {
        await using var store = TestStore.Open(Engine.Sqlite);
        var (keys, _) = Open(store);
        var issued = Enumerable.Range(0, 3).Select(_ => keys.Issue(Device("lamp-1")).Value).ToList();
        var other = keys.Issue(Device("lamp-2")).Value;
        store.Db.Write(tx => keys.RevokeDevice(tx, "lamp-1", "test")).ShouldBe(3);
        keys.Sync();
        issued.ShouldAllBe(i => keys.Verify(i.Secret) == null);
        keys.Verify(other.Secret).ShouldNotBeNull();
    }
}
