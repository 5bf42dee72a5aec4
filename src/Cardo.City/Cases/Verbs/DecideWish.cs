using Cardo.Cases.Clocks;
using Cardo.Cases.Profile;
using Cardo.Kernel;

namespace Cardo.Cases.Verbs;

/// <summary>What a command about a case comes to: events, or a refusal. Pure: of the case, the command, the profile and the moment.</summary>
internal static class DecideWish
{
    public static Outcome<IReadOnlyList<CaseEvent>> Of(Case now, CaseWish wish, CityProfile profile, long atUs) => wish switch
    {
        DispatchCase w => Dispatch(now, w, profile, atUs),
        CheckDispatch w => CheckingDispatch.Of(now, w, profile, atUs),
        AddTask w => AddTask(now, w, profile),
        StartTask w => Working.Start(now, w, profile),
        FinishTask w => Working.Finish(now, w, profile, atUs),
        VerifyCase w => Proving.Verify(now, w, profile, atUs),
        ClearAlarm w => Proving.Clear(now, w, profile, atUs),
        PauseClock w => Pause(now, w, profile, atUs),
        ResumeClock w => Resume(now, w, profile, atUs),
        EscalateCase w => Escalate(now, w, profile, atUs),
        NoteCase w => May.Handle(w.By, now, profile) || w.By.Kind is ActorKind.Crew or ActorKind.Auditor || w is { Public: true, By.Kind: ActorKind.Resident } ? (Outcome<IReadOnlyList<CaseEvent>>)Array.Empty<CaseEvent>() : Shape.NotYours($"Case {now.Number} is another department's."),
        RedactMatter w => May.Redact(w.By, now, profile) ? new CaseEvent[] { new MatterRedacted(w.Matter, w.What, w.Reason) } : Shape.NotYours($"Case {now.Number} is another department's."),
        _ => throw new InvalidOperationException($"no verb for {wish.GetType().Name}"),
    };

    static Outcome<IReadOnlyList<CaseEvent>> Dispatch(Case now, DispatchCase wish, CityProfile profile, long atUs)
    {
        if (!now.IsOpen) return Shape.Over(now);
        if (!May.Handle(wish.By, now, profile)) return Shape.NotYours($"Case {now.Number} is not yours to hand on.");
        if (!profile.Units.ContainsKey(wish.Unit)) return Refusal.NotFound("unit-not-found", $"There is no unit {wish.Unit}.");
        var service = wish.Service ?? now.Service;
        if (!profile.Services.ContainsKey(service)) return Refusal.NotFound("service-not-found", $"There is no service {service}.");
        var priority = wish.Priority ?? now.Priority;
        var before = now.Decisions.Count > 0 ? now.Decisions[^1] : null;
        var reasons = wish.Whys ?? (wish.Reason is { Length: > 0 } why ? [new Why("reason", why)] : []);
        if (before is not null && now.Unit == wish.Unit && now.Service == service && now.Priority == priority) return Refusal.Conflict("dispatch-same", $"Case {now.Number} is with {wish.Unit} already.");
        return GiveTo(now, wish.Unit, service, priority, reasons, profile, atUs);
    }

    /// <summary>Another department, service or priority, as a person says.</summary>
    public static List<CaseEvent> GiveTo(Case now, string unit, string service, Priority priority, IReadOnlyList<Why> reasons, CityProfile profile, long atUs)
    {
        var others = now.Decisions.Count > 0 ? new[] { new Alternative(now.Decisions[^1].Unit, now.Decisions[^1].Confidence) }
            : now.Advice is { } advice ? [new Alternative(advice.Unit, advice.Confidence), .. advice.Alternatives] : [];
        var decision = new Decision(DecidedBy.Person, service, unit, null, 1, [.. others.Where(o => o.Unit != unit)], reasons, profile.Version, atUs);
        var events = new List<CaseEvent> { new CaseDecided(decision, priority) };
        // The promise was made to the reporter on the day of the report: another department or service does not turn the clock back.
        var begun = now.Commitment?.StartUs ?? now.OpenedUs;
        var (promise, nextUs) = Promises.Make(profile, service, priority, begun);
        if (now.Commitment is null || promise.ResolveByUs != now.Commitment.ResolveByUs && now.Commitment.Pauses.Count == 0) events.Add(new CaseCommitted(promise with { Level = now.Commitment?.Level ?? 0 }, nextUs));
        if (now.Unit != unit) events.Add(new TaskAdded(NextTask(now), unit, "", true, []));
        return events;
    }

    public static string NextTask(Case now) => $"t{now.Tasks.Count + 1}";

    static Outcome<IReadOnlyList<CaseEvent>> AddTask(Case now, AddTask wish, CityProfile profile)
    {
        if (!now.IsOpen) return Shape.Over(now);
        if (!May.Handle(wish.By, now, profile)) return Shape.NotYours($"Case {now.Number} is not yours.");
        if (!profile.Units.ContainsKey(wish.Unit)) return Refusal.NotFound("unit-not-found", $"There is no unit {wish.Unit}.");
        if (now.Tasks.Count >= 50) return Refusal.Conflict("tasks-too-many", "A case has at most 50 tasks.");
        if (wish.Title.Length > 200) return Refusal.Bad("title-too-long", "A task's title has at most 200 characters.");
        var after = wish.After ?? [];
        if (after.FirstOrDefault(a => now.Tasks.All(t => t.Id != a)) is { } missing) return Shape.NoTask(now, missing);
        // Tasks only wait for older ones, so no circle can form.
        return new CaseEvent[] { new TaskAdded(NextTask(now), wish.Unit, wish.Title, wish.Lead, after) };
    }

    static Outcome<IReadOnlyList<CaseEvent>> Pause(Case now, PauseClock wish, CityProfile profile, long atUs)
    {
        if (!now.IsOpen) return Shape.Over(now);
        if (!May.Handle(wish.By, now, profile)) return Shape.NotYours($"Case {now.Number} is not yours.");
        if (now.Commitment is not { } promise) return Refusal.Conflict("no-clock", $"Case {now.Number} has no clock.");
        if (promise.Paused) return Refusal.Conflict("clock-stands", $"The clock of case {now.Number} stands already.");
        var allowed = profile.Policies.TryGetValue(promise.Policy, out var policy) ? policy.Pauses : [];
        if (!allowed.Contains(wish.Reason)) return Refusal.Bad("pause-reason", $"The policy {promise.Policy} knows no pause for \"{wish.Reason}\"; it knows {string.Join(", ", allowed)}.");
        return new CaseEvent[] { new ClockPaused(wish.Reason, Promises.LeftUs(profile, promise, atUs)) };
    }

    static Outcome<IReadOnlyList<CaseEvent>> Resume(Case now, ResumeClock wish, CityProfile profile, long atUs)
    {
        if (!now.IsOpen) return Shape.Over(now);
        if (!May.Handle(wish.By, now, profile)) return Shape.NotYours($"Case {now.Number} is not yours.");
        if (now.Commitment is not { Paused: true } promise) return Refusal.Conflict("clock-runs", $"The clock of case {now.Number} runs.");
        var left = promise.Pauses[^1].LeftUs;
        // What was broken before the pause stays broken by as much.
        var byUs = left > 0 && profile.Calendars.TryGetValue(promise.Calendar, out var calendar) ? calendar.Add(atUs, left) : promise.ResolveByUs;
        var after = promise with { ResolveByUs = byUs, Pauses = [.. promise.Pauses.SkipLast(1), promise.Pauses[^1] with { ToUs = atUs }] };
        return new CaseEvent[] { new ClockResumed(byUs, Promises.Next(profile, after)) };
    }

    static Outcome<IReadOnlyList<CaseEvent>> Escalate(Case now, EscalateCase wish, CityProfile profile, long atUs)
    {
        if (!now.IsOpen) return Shape.Over(now);
        if (wish.By.Kind != ActorKind.System) return Shape.NotYours("Only the clock escalates.");
        if (now.Commitment is not { } promise || now.NextUs is not { } dueUs || dueUs > atUs || !profile.Policies.TryGetValue(promise.Policy, out var policy) || promise.Level >= policy.Escalations.Count)
            return Refusal.Conflict("not-due", $"Nothing is due on case {now.Number}.");
        var step = policy.Escalations[promise.Level];
        var next = Promises.Next(profile, promise with { Level = promise.Level + 1 });
        return new CaseEvent[] { new CaseEscalated(promise.Level + 1, step.To, step.Share >= 1, next) };
    }
}
