namespace Cardo.Cases.Verbs;

/// <summary>What a case is after an event: pure, so that a rebuild from the journal comes to the same.</summary>
internal static class Fold
{
    /// <summary>Decisions, verifications and pauses kept on the case itself; the whole story stands in its events.</summary>
    const int Kept = 40;

    public static Case New(long number, long atUs) => new() { Number = number, Service = "", OpenedUs = atUs, UpdatedUs = atUs };

    public static Case All(Case now, CaseEntry entry)
    {
        foreach (var each in entry.Events) now = Apply(now, each, entry.AtUs);
        return now;
    }

    public static Case Apply(Case now, CaseEvent happened, long atUs)
    {
        var after = happened switch
        {
            CaseOpened e => now with { Status = CaseStatus.Open, Service = e.Service, Priority = e.Priority, Lon = e.Lon, Lat = e.Lat, Asset = e.Asset, OpenedUs = atUs },
            MatterAdded e => Add(now, e.Matter),
            CaseDecided e => Decided(now, e),
            CaseAdvised e => now with { Advice = e.Advice },
            CaseCommitted e => now with { Commitment = e.Commitment, NextUs = e.NextUs },
            CaseImported e => now with { Imported = true, Unit = e.Unit, ClosedUs = e.ClosedUs, Status = e.Closed ? CaseStatus.Closed : now.Status, Resolution = e.Closed ? "imported" : null },
            CaseEscalated e => now with { Commitment = now.Commitment! with { Level = e.Level }, NextUs = e.NextUs },
            ClockPaused e => now with { Commitment = now.Commitment! with { Pauses = Last(now.Commitment.Pauses, new Pause(e.Reason, atUs, null, e.LeftUs)) }, NextUs = null },
            ClockResumed e => Resumed(now, e, atUs),
            TaskAdded e => now with { Tasks = [.. now.Tasks, new CaseTask(e.Id, e.Unit, e.Title, e.Lead, e.After, WaitsFor(now, e.After) ? TaskState.Waiting : TaskState.Ready, atUs)] },
            TaskStarted e => Change(now, e.Id, t => t with { State = TaskState.Working, StartedUs = atUs }) with { Status = CaseStatus.Working },
            TaskDone e => Done(now, e, atUs),
            TaskReturned e => Unlock(Change(now, e.Id, t => t with { State = TaskState.Ready, DoneUs = null, Times = t.Times + 1 })),
            CaseVerified e => now with { Verifications = Last(now.Verifications, e.Verification) },
            CaseClosed e => now with { Status = CaseStatus.Closed, ClosedUs = atUs, Resolution = e.Resolution, NextUs = null, Tasks = [.. now.Tasks.Select(t => t.Open ? t with { State = TaskState.Cancelled } : t)] },
            CaseReopened => now with { Status = now.Unit is null ? CaseStatus.Open : CaseStatus.Dispatched, ClosedUs = null, Resolution = null, Reopened = now.Reopened + 1 },
            _ => Together(now, happened),
        };
        return after with { UpdatedUs = atUs, Events = now.Events + 1 };
    }

    static Case Together(Case now, CaseEvent happened) => happened switch
    {
        MattersJoined e => now with { Matters = now.Matters + e.Matters.Count, Supports = now.Supports + e.Supports, Joined = [.. now.Joined, new JoinedMatters(e.From, e.Matters, e.Supports)] },
        CaseJoined e => now with { Status = CaseStatus.Joined, JoinedInto = e.Into, Matters = 0, Supports = 0, NextUs = null },
        MattersParted e => now with { Matters = now.Matters - e.Matters.Count, Supports = now.Supports - e.Supports, Joined = [.. now.Joined.Where(j => j.From != e.To)] },
        CaseParted e => now with { Status = e.Status, JoinedInto = null, Matters = e.Matters, Supports = e.Supports, NextUs = e.NextUs },
        CheckDrawn e => now with { Check = new DispatchCheck(e.Unit) },
        DispatchChecked e => now with { Check = now.Check! with { Answer = e.Answer } },
        AlarmCleared e => now with { Alarms = [.. now.Alarms.Where(a => a != e.Alarm)] },
        _ => now, // redaction and notes are the story's alone
    };

    static Case Add(Case now, Matter matter) => now with
    {
        Matters = now.Matters + 1,
        Supports = now.Supports + (matter.Source == MatterSource.Support ? 1 : 0),
        FirstMatter = now.FirstMatter.Length == 0 ? matter.Id : now.FirstMatter,
        Lon = now.Lon ?? matter.Lon,
        Lat = now.Lat ?? matter.Lat,
        Asset = now.Asset ?? matter.Asset,
        Alarms = matter is { Source: MatterSource.Alarm, Ref: { } alarm } && !now.Alarms.Contains(alarm) ? [.. now.Alarms, alarm] : now.Alarms,
    };

    static Case Decided(Case now, CaseDecided e) => now with
    {
        Status = now.Status is CaseStatus.Open ? CaseStatus.Dispatched : now.Status,
        Service = e.Decision.Service,
        Unit = e.Decision.Unit,
        Priority = e.Priority,
        // The first one stays: by it the dispatch is judged.
        Decisions = now.Decisions.Count < Kept ? [.. now.Decisions, e.Decision] : [now.Decisions[0], .. now.Decisions.Skip(now.Decisions.Count + 2 - Kept), e.Decision],
    };

    static Case Resumed(Case now, ClockResumed e, long atUs)
    {
        var promise = now.Commitment!;
        return now with { Commitment = promise with { ResolveByUs = e.ResolveByUs, Pauses = [.. promise.Pauses.SkipLast(1), promise.Pauses[^1] with { ToUs = atUs }] }, NextUs = e.NextUs };
    }

    static Case Done(Case now, TaskDone e, long atUs)
    {
        var after = Unlock(Change(now, e.Id, t => t with
        {
            State = TaskState.Done,
            StartedUs = t.StartedUs ?? atUs,
            DoneUs = atUs,
            Photos = [.. t.Photos ?? [], .. e.Photos],
            Materials = [.. t.Materials ?? [], .. e.Materials],
            Minutes = t.Minutes + e.Minutes,
        }));
        return after with { Status = after.Tasks.Any(t => t.Open) ? CaseStatus.Working : CaseStatus.Done };
    }

    static bool WaitsFor(Case now, IReadOnlyList<string> after) => now.Tasks.Any(t => after.Contains(t.Id) && t.Open);

    /// <summary>A task waits exactly as long as one before it is open.</summary>
    static Case Unlock(Case now) => now with
    {
        Tasks = [.. now.Tasks.Select(t => t.State is TaskState.Waiting or TaskState.Ready ? t with { State = WaitsFor(now, t.After) ? TaskState.Waiting : TaskState.Ready } : t)],
    };

    static Case Change(Case now, string id, Func<CaseTask, CaseTask> change) => now with { Tasks = [.. now.Tasks.Select(t => t.Id == id ? change(t) : t)] };

    static IReadOnlyList<T> Last<T>(IReadOnlyList<T> now, T more) => [.. now.Skip(Math.Max(0, now.Count + 1 - Kept)), more];
}
