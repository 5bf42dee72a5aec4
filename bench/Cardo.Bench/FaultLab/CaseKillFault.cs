using Cardo.Cases;
using Cardo.Cases.Store;
using Cardo.Journal;
using Cardo.Kernel;
using Cardo.Server;
using Cardo.Storage;

namespace Cardo.Bench.FaultLab;

/// <summary>
/// kill -9 while people report: what was not answered is sent again with the same id after the restart, as an app does. In
/// the end each report stands in the store exactly once, and the tables are what the journal alone comes to.
/// </summary>
public sealed class CaseKillFault : IFault
{
    public string Name => "kill -9 while cases come in";

    public async Task<FaultResult> Run(FaultOptions options, CancellationToken cancel)
    {
        var chance = new Random(20261123);
        using var folder = new FaultFolder();
        var load = new CaseLoad();
        for (var cycle = 0; cycle < options.Cycles; cycle++)
        {
            await using var city = await FaultProcess.Start(options.Program, folder.Data);
            if (city.HasEnded) return new FaultResult(Name, cycle, load.Taken.Count, 0, 0, "did not start again: " + city.Said, false);
            // The first half second goes to what was sent before; a kill in the middle of a repetition counts too.
            var sending = load.Run(city.Port);
            await Task.Delay(chance.Next(50, 700), cancel);
            await city.Kill();
            await sending;
            if (cycle % 50 == 49) options.Told?.Invoke($"{cycle + 1} kills, {load.Taken.Count:N0} reports acknowledged, {load.Again:N0} sent again");
        }
        await using (var city = await FaultProcess.Start(options.Program, folder.Data)) await load.Run(city.Port, onlyAgain: true);
        return await Judge(options, folder.Data, load);
    }

    async Task<FaultResult> Judge(FaultOptions options, string data, CaseLoad load)
    {
        var settings = new Settings(new Dictionary<string, string>()) { DataDir = data, Store = "sqlite:" + Path.Combine(data, "city.db") };
        await using var city = CityApp.Build(settings).Value;
        city.Recover();
        var db = city.Services.GetRequiredService<Db>();
        var stored = db.Read(tx => tx.Query<(string Id, string Ref)>("SELECT id, ref FROM cases_matters WHERE ref IS NOT NULL")).ToLookup(m => m.Ref, m => m.Id);
        var lost = load.Taken.Where(t => !stored[t.Key].Contains(t.Value)).Select(t => t.Key).ToList();
        var twice = stored.Where(m => m.Count() > 1).Select(m => m.Key).ToList();
        var notes = db.Read(tx => tx.Scalar<long>("SELECT COUNT(*) FROM cases_commands WHERE id LIKE '%update:%'"));
        var before = db.Read(tx => CaseStore.Dump(tx).ToList());
        CaseDesk.Rebuild(db, city.Services.GetRequiredService<JournalDesk>());
        var same = db.Read(tx => CaseStore.Dump(tx).ToList()).SequenceEqual(before);
        var holds = lost.Count == 0 && twice.Count == 0 && same && notes >= load.Notes && load.Taken.Count > options.Cycles && load.Again > 0;
        var seen = holds ? $"started again each time; {load.Again} sent again and taken once, {load.Notes} notes, tables equal a rebuild"
            : $"lost {string.Join(", ", lost.Take(5))}; twice {string.Join(", ", twice.Take(5))}; {notes} of {load.Notes} notes; {load.Again} sent again; a rebuild is {(same ? "equal" : "DIFFERENT")}";
        return new FaultResult(Name, options.Cycles, load.Taken.Count + load.Notes, lost.Count + twice.Count + Math.Max(0, load.Notes - notes), 0, seen, holds);
    }
}
