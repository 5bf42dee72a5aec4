using System.Net;
using System.Text;
using Cardo.Storage;
using Cardo.Tests.Support;

namespace Cardo.Tests.Program;

/// <summary>A city is copied while it is written to, and put back elsewhere.</summary>
public class BackupTests
{
    static readonly CancellationToken never = CancellationToken.None;

    [Theory, InlineData(Engine.Sqlite, Engine.Sqlite, ".zip"), InlineData(Engine.Sqlite, Engine.Postgres, ""), InlineData(Engine.Postgres, Engine.Sqlite, "")]
    public async Task A_backup_made_under_load_holds_all_that_was_acknowledged_before_it_began(Engine from, Engine to, string ending)
    {
        var folder = Directory.CreateTempSubdirectory("cardo-backup-").FullName;
        try
        {
            var (data, copy, backup) = (Path.Combine(folder, "city"), Path.Combine(folder, "copy"), Path.Combine(folder, "backup" + ending));
            var (store, other) = (Store(from, data), Store(to, copy));
            int acknowledged;
            await using (var cardo = await CardoProcess.Serve(data, "--trust-loopback", "--store", store))
            {
                using var stop = new CancellationTokenSource();
                var created = new int[3];
                var writers = created.Select((_, w) => Create(cardo, w, created, stop.Token)).ToArray();
                while (created.Sum() < 150) await Task.Delay(50, TestContext.Current.CancellationToken);
                acknowledged = created.Min();
                var made = await CardoProcess.Run("backup", backup, "--data", data, "--store", store);
                made.Code.ShouldBe(0, made.Error);
                made.Out.ShouldContain("manifest sha256");
                await stop.CancelAsync();
                await Task.WhenAll(writers);
                (await CardoProcess.Run("restore", backup, "--data", data, "--store", store)).Code.ShouldBe(1);
            }
            var restored = await CardoProcess.Run("restore", backup, "--data", copy, "--store", other);
            restored.Code.ShouldBe(0, restored.Error);
            var check = await CardoProcess.Run("store", "check", copy, "--store", other);
            check.Out.ShouldContain("Everything holds.", customMessage: check.Error);
            await using var again = await CardoProcess.Serve(copy, "--trust-loopback", "--store", other);
            using var client = new HttpClient { BaseAddress = new Uri(again.Url) };
            for (var w = 0; w < 3; w++)
                for (var n = 0; n < acknowledged; n++)
                    using (var answer = await client.GetAsync($"/ngsi-ld/v1/entities/urn:ngsi-ld:Lamp:{w}-{n}", never)) answer.StatusCode.ShouldBe(HttpStatusCode.OK, $"{w}-{n}");
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    static string Store(Engine engine, string data) => engine == Engine.Sqlite ? "sqlite:" + Path.Combine(data, "city.db") : PostgresServer.NewDatabase();

    static async Task Create(CardoProcess cardo, int writer, int[] created, CancellationToken stop)
    {
        using var client = new HttpClient { BaseAddress = new Uri(cardo.Url) };
        while (!stop.IsCancellationRequested)
        {
            using var body = new StringContent($$"""{"id":"urn:ngsi-ld:Lamp:{{writer}}-{{created[writer]}}","type":"Lamp","power":{"type":"Property","value":{{writer}}} }""", Encoding.UTF8, "application/json");
            using var answer = await client.PostAsync("/ngsi-ld/v1/entities", body, never);
            answer.StatusCode.ShouldBe(HttpStatusCode.Created);
            created[writer]++;
        }
    }

    [Fact]
    public async Task A_damaged_backup_is_refused_before_anything_is_touched_and_a_full_folder_is_only_moved_aside()
    {
        var folder = Directory.CreateTempSubdirectory("cardo-backup-").FullName;
        try
        {
            var (data, backup) = (Path.Combine(folder, "city"), Path.Combine(folder, "backup"));
            (await CardoProcess.Run("token", "add", "--scope", "twin:write", "--data", data)).Code.ShouldBe(0);
            await using (await CardoProcess.Serve(data)) { }
            // One that fails at its last files leaves nothing behind, and its name is free again.
            var gone = File.CreateSymbolicLink(Path.Combine(data, "gone"), Path.Combine(folder, "nowhere"));
            foreach (var target in new[] { backup, backup + ".zip" })
            {
                (await CardoProcess.Run("backup", target, "--data", data)).Error.ShouldContain("could not be made");
                Path.Exists(target).ShouldBeFalse();
            }
            gone.Delete();
            (await CardoProcess.Run("backup", backup, "--data", data)).Code.ShouldBe(0);
            (await CardoProcess.Run("backup", backup, "--data", data)).Error.ShouldContain("is there already");
            (await CardoProcess.Run("restore", backup, "--data", data)).Error.ShouldContain("--force");
            var keys = Path.Combine(backup, "tables/identity_keys");
            var whole = File.ReadAllBytes(keys);
            File.WriteAllBytes(keys, [.. whole[..^3], (byte)(whole[^3] ^ 1), .. whole[^2..]]);
            var refused = await CardoProcess.Run("restore", backup, "--data", data, "--force");
            refused.Code.ShouldBe(1);
            refused.Error.ShouldContain("tables/identity_keys is not what the manifest says");
            File.Exists(Path.Combine(data, "city.db")).ShouldBeTrue();
            File.WriteAllBytes(keys, whole);
            var restored = await CardoProcess.Run("restore", backup, "--data", data, "--force");
            restored.Code.ShouldBe(0, restored.Error);
            Directory.GetDirectories(folder, "city.before-restore-*").ShouldHaveSingleItem();
            (await CardoProcess.Run("token", "list", "--data", data)).Out.ShouldContain("twin:write");
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }
}
