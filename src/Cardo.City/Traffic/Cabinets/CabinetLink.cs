using System.Text.Json.Nodes;
using Cardo.Journal;
using Cardo.Kernel;
using Cardo.Standards.Ntcip1202;
using Cardo.Standards.Snmp;
using Microsoft.Extensions.Logging;

namespace Cardo.Traffic.Cabinets;

/// <summary>
/// The line to one cabinet: looks twice a second, says an order each second while one stands, and gives control back the moment
/// anything is not as it should be. What a lost link leaves behind ends by itself: the cabinet goes back to its own plan
/// after its backup time (NTCIP 1202:2005, 2.4.3), without which it is never told anything.
/// </summary>
internal sealed class CabinetLink(CabinetProfile profile, SnmpClient client, bool allowed, Action<JournalEntry> journal, TimeProvider clock, ILogger log, ControlDesk? desk = null) : IDisposable
{
    public static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(500);

    /// <summary>After so long without an answer the cabinet is silent, s.</summary>
    public const double Silent_s = 3;

    /// <summary>After trouble it is left alone until all has been well so long, s.</summary>
    public const double Settles_s = 30;

    /// <summary>One that refuses or does not follow is asked again after so long, s.</summary>
    public const double Sulks_s = 300;

    /// <summary>A wish older than this is nobody's, s.</summary>
    public const double Fresh_s = 3;

    const double Repeat_s = 1, Reread_s = 600, PatternFollows_s = 30;

    readonly Lock gate = new();
    readonly List<Oid> objects = CabinetReading.Objects(profile);
    readonly int[] groups = CabinetReading.Groups(profile.Phases);
    readonly OrderPhases orders = new(profile);
    readonly Dictionary<int, DetectorTally> tallies = profile.Detectors.ToDictionary(d => d.Number, _ => new DetectorTally());
    double heard_s = double.NegativeInfinity, read_s, well_s = double.NaN, refused_s = double.NegativeInfinity, told_s, goal_s, taken_s, settles_s;
    (uint Phases, double At_s)? wish;
    CabinetOrder told;
    uint goal;
    int report = -1;
    string refusedWhy = "";

    public CabinetProfile Profile => profile;

    /// <summary>Whether it would be told anything if all were well.</summary>
    public bool Controllable => profile.Control && allowed;

    public CabinetTimings? Timings { get; private set; }

    /// <summary>The last look; null while nothing is heard.</summary>
    public CabinetReading? Reading { get; private set; }

    public CabinetNow Now { get; private set; } = new(CabinetState.Starting, "");

    /// <summary>Whether orders are taken: all is well, and has been long enough.</summary>
    public bool Takes { get; private set; }

    /// <summary>Detectors by their numbers; take the gate to use them.</summary>
    public IReadOnlyDictionary<int, DetectorTally> Detectors => tallies;

    public Lock Gate => gate;

    double Time_s => clock.GetTimestamp() / (double)clock.TimestampFrequency;

    /// <summary>Asks for phases (as bits) to be green; to be asked again each second.</summary>
    public void Want(uint phases)
    {
        lock (gate) wish = (phases, Time_s);
    }

    /// <summary>Leaves it to its own plan.</summary>
    public void Leave()
    {
        lock (gate) wish = null;
    }

    public async Task Run(CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(Beat, clock);
        try
        {
            do await Once(cancel);
            while (await timer.WaitForNextTickAsync(cancel));
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // The city ends: what was taken is given back.
        }
        using var last = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        try
        {
            await GiveBack("stopped", last.Token);
        }
        catch (OperationCanceledException)
        {
            // The cabinet's backup time does it.
        }
    }

    /// <summary>One look, and one order where one stands.</summary>
    public async Task Once(CancellationToken cancel)
    {
        if (Timings is null || Time_s - read_s >= Reread_s)
        {
            if (!(await CabinetTimings.Read(client, cancel)).Try(out var timings, out var why)) { await Fail(why, cancel); return; }
            (Timings, read_s) = (timings, Time_s);
        }
        if (!(await client.Get(objects, cancel)).Try(out var answers, out var refusal) || !CabinetReading.Of(profile, answers).Try(out var reading, out refusal)) { await Fail(refusal, cancel); return; }
        lock (gate)
        {
            Reading = reading;
            heard_s = Time_s;
            foreach (var (number, tally) in tallies) tally.Look(reading.On(number), reading.Failed(number), heard_s);
        }
        if (reading.ReportNumber != report) await Count(reading.ReportNumber, cancel);
        if (JudgeCabinet.Hindered(profile, Timings, reading) is { } hindered) { await Trouble(hindered, cancel); return; }
        if (!Controllable) { Set(new CabinetNow(CabinetState.Watched, ""), takes: false); return; }
        if (desk?.Find(profile.Id) is not null) { await Trouble(new CabinetNow(CabinetState.Released, ""), cancel); return; }
        if (Time_s - refused_s < Sulks_s) { await Trouble(new CabinetNow(CabinetState.Refuses, refusedWhy), cancel); return; }
        if (double.IsNaN(well_s)) well_s = Time_s;
        await Order(reading, cancel);
    }

    async Task Order(CabinetReading reading, CancellationToken cancel)
    {
        uint? want;
        lock (gate) want = wish is { } w && Time_s - w.At_s <= Fresh_s ? w.Phases : null;
        var settled = Time_s - well_s >= settles_s;
        if (want is not { } phases || !settled)
        {
            await GiveBack("withheld", cancel);
            Set(new CabinetNow(CabinetState.Ready, ""), settled);
            return;
        }
        if (Now.State == CabinetState.Controlled && Disobeys(reading, phases) is { } how) { await Refuse(how, cancel); return; }
        var order = orders.Next(phases, reading);
        if (order == told && Time_s - told_s < Repeat_s) return;
        if (!(await client.Set(order.Variables(groups), cancel)).Try(out _, out var refusal))
        {
            if (refusal.Code == "cabinet-silent") await Fail(refusal, cancel);
            else await Refuse(refusal.Message, cancel);
            return;
        }
        if (Now.State != CabinetState.Controlled)
        {
            (taken_s, goal, goal_s) = (Time_s, phases, Time_s);
            Note("traffic.control-taken", "");
        }
        (told, told_s) = (order, Time_s);
        Set(new CabinetNow(CabinetState.Controlled, ""), takes: true);
    }

    /// <summary>What a cabinet does not do though it took the order; null where it follows.</summary>
    string? Disobeys(CabinetReading reading, uint phases)
    {
        if (phases != goal || (reading.Greens & phases) == phases) (goal, goal_s) = (phases, Time_s);
        if (Time_s - goal_s > Timings!.LongestChange_s) return "the phases asked for do not come";
        if (reading.Pattern is > 0 and < Asc.Free && Time_s - taken_s > PatternFollows_s) return $"pattern {reading.Pattern} is set at the cabinet";
        return null;
    }

    async Task Refuse(string why, CancellationToken cancel)
    {
        (refused_s, refusedWhy) = (Time_s, why);
        log.LogWarning("Controller {Controller} is left to its own plan: {Why}", profile.Id, why);
        await Trouble(new CabinetNow(CabinetState.Refuses, why), cancel);
    }

    async Task Trouble(CabinetNow what, CancellationToken cancel)
    {
        (well_s, settles_s) = (double.NaN, Settles_s);
        await GiveBack(what.State.ToString().ToLowerInvariant(), cancel);
        Set(what, takes: false);
    }

    async Task Fail(Refusal refusal, CancellationToken cancel)
    {
        if (Time_s - heard_s < Silent_s) return;
        if (Now.State != CabinetState.Silent && Now.State != CabinetState.Misfit) log.LogWarning("Controller {Controller}: {Message}", profile.Id, refusal.Message);
        (well_s, settles_s) = (double.NaN, Settles_s);
        // Nothing can be said to it; its backup time takes control back. What comes after is a cabinet nobody knows.
        if (Now.State == CabinetState.Controlled) Note("traffic.control-returned", "silent");
        var silent = refusal.Code is "cabinet-silent" or "cabinet-refused";
        if (!silent) await GiveBack("misfit", cancel);
        lock (gate)
        {
            (told, Timings, report) = (CabinetOrder.Nothing, null, -1);
            if (silent) Reading = null;
        }
        orders.Forget();
        client.Forget();
        Set(silent ? new CabinetNow(CabinetState.Silent, "") : new CabinetNow(CabinetState.Misfit, refusal.Message), takes: false);
    }

    /// <summary>Clears what was set, once; a cabinet that does not hear it goes back by its backup time.</summary>
    async Task GiveBack(string why, CancellationToken cancel)
    {
        if (Now.State != CabinetState.Controlled) return;
        _ = await client.Set(CabinetOrder.Nothing.Variables(groups), cancel);
        Note("traffic.control-returned", why);
        told = CabinetOrder.Nothing;
        orders.Forget();
        Set(new CabinetNow(CabinetState.Ready, ""), takes: false);
    }

    async Task Count(int number, CancellationToken cancel)
    {
        report = number;
        var detectors = profile.Detectors.Select(d => d.Number).ToArray();
        if (!(await client.Get([.. detectors.SelectMany(d => new[] { Asc.DetectorVolume(d), Asc.DetectorOccupancy(d) })], cancel)).Try(out var answers, out _)) return;
        lock (gate)
            foreach (var d in detectors)
                if (answers.TryGetValue(Asc.DetectorVolume(d), out var volume) && volume is { IsNumber: true, Number: >= 0 and < 255 }
                    && answers.TryGetValue(Asc.DetectorOccupancy(d), out var occupancy) && occupancy.IsNumber && OccupancyFault.Of(occupancy.Number) is null)
                    tallies[d].Counted((int)volume.Number, occupancy.Number / (double)OccupancyFault.MostOccupancy);
    }

    void Set(CabinetNow now, bool takes) => (Now, Takes) = (now, takes);

    void Note(string kind, string why)
    {
        log.LogInformation("{Kind} {Controller} {Why}", kind, profile.Id, why);
        var body = new JsonObject { ["controller"] = profile.Id };
        if (why.Length > 0) body["why"] = why;
        journal(new JournalEntry(kind, body));
    }

    public void Dispose() => client.Dispose();
}
