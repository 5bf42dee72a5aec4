using System.Net;
using System.Text;
using Cardo.Journal;
using Cardo.Standards.Merkle;
using Cardo.Tests.Identity;

namespace Cardo.Tests.Journal;

public class JournalPagesTests
{
    [Fact]
    public async Task A_resident_finds_an_entry_its_proof_and_the_commands_to_check_it()
    {
        await using var host = await IdentityHost.Start();
        var desk = host.Get<JournalDesk>();
        var appended = Enumerable.Range(0, 300).Select(n => desk.Append(Journals.Entry(n)).AsTask()).ToArray();
        await Task.WhenAll(appended);
        var list = await IdentityHost.Body(await host.Get("/journal?kind=test.happened"));
        list.ShouldContain("/journal/entry/300");
        list.ShouldContain("/journal/entry/251");
        (await IdentityHost.Body(await host.Get("/journal?kind=journal.opened"))).ShouldContain("/journal/entry/0");
        var page = await IdentityHost.Body(await host.Get("/journal/entry/77"));
        page.ShouldContain("This entry is part of the journal the city signed.");
        page.ShouldContain($"curl -s {host.Address.ToString().TrimEnd('/')}/journal/entry/77/body");
        page.ShouldContain(Hashing.Leaf(Encoding.UTF8.GetBytes(desk.Find(77)!.Json)).Hex);
        // The last step of the path is the root.
        page.ShouldContain(desk.Head().Checkpoint.Root.Hex);
        (await host.Get("/journal/entry/301")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Many_entries_of_one_kind_are_one_line_that_leads_to_each()
    {
        await using var host = await IdentityHost.Start();
        var desk = host.Get<JournalDesk>();
        await desk.Append(new JournalEntry("test.before", []));
        await Task.WhenAll(Enumerable.Range(0, 2100).Select(n => desk.Append(Journals.Entry(n)).AsTask()));
        for (var n = 0; n < 2; n++) await desk.Append(new JournalEntry("test.after", []));
        var list = WebUtility.HtmlDecode(await IdentityHost.Body(await host.Get("/journal")));
        list.ShouldContain("2\u202f100 in a row: show each");
        foreach (var n in (int[])[0, 1, 2, 2101, 2102, 2103]) list.ShouldContain($"/journal/entry/{n}\"");
        list.ShouldNotContain("/journal/entry/2100\"");
        var each = await IdentityHost.Body(await host.Get("/journal?kind=test.happened&before=2102"));
        foreach (var n in (int[])[2101, 2100, 2052]) each.ShouldContain($"/journal/entry/{n}\"");
        // The page after a run goes on below it.
        WebUtility.HtmlDecode(await IdentityHost.Body(await host.Get("/journal?before=2101"))).ShouldContain("2\u202f099 in a row");
    }

    [Fact]
    public async Task A_stranger_with_nothing_but_the_endpoints_can_verify_everything()
    {
        await using var host = await IdentityHost.Start();
        var desk = host.Get<JournalDesk>();
        await Task.WhenAll(Enumerable.Range(0, 600).Select(n => desk.Append(Journals.Entry(n)).AsTask()));
        var dir = Path.Combine(host.Store.Folder, "mirror");
        var note = await IdentityHost.Body(await host.Get("/journal/checkpoint"));
        SignedNote.TryParse(note, out var signed).ShouldBeTrue();
        var head = Checkpoint.Parse(signed!.Text)!;
        head.Size.ShouldBe(601);
        foreach (var tile in Tile.Of(head.Size).Concat(Tile.BundlesOf(head.Size)))
        {
            var answer = await host.Get("/journal/" + tile.Path);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, tile.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(dir, tile.Path))!);
            File.WriteAllBytes(Path.Combine(dir, tile.Path), await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        }
        File.WriteAllText(Path.Combine(dir, "checkpoint"), note);
        var key = (await IdentityHost.Body(await host.Get("/journal/key"))).Trim();
        JournalCheck.Run(dir, key: key).Value.Faults.ShouldBeEmpty();
        var proof = await IdentityHost.Body(await host.Get("/journal/entry/599/proof"));
        var entry = await IdentityHost.Body(await host.Get("/journal/entry/599/body"));
        JournalCheck.Proof(proof, Encoding.UTF8.GetBytes(entry), key).Value.Size.ShouldBe(601);
        JournalCheck.Proof(proof, Encoding.UTF8.GetBytes(entry + " "), key).Refusal.Code.ShouldBe("proof-fails");
        foreach (var nothing in (string[])["/journal/tile/0/003", "/journal/tile/0/002.p/200", "/journal/tile/1/000.p/9", "/journal/tile/entries/002", "/journal/tile/x"])
            (await host.Get(nothing)).StatusCode.ShouldBe(HttpStatusCode.NotFound, nothing);
    }
}
