using Cardo.Cases.Clocks;
using Cardo.Cases.Profile;
using Cardo.Kernel;

namespace Cardo.Cases.Verbs;

/// <summary>Evidence comes in. A yes that the service accepts closes; a no reaches the unit that did the work.</summary>
internal static class Proving
{
    static readonly string[] resolutions = ["fixed", "back-to-normal", "nothing-found", "not-ours"];

    public static Outcome<IReadOnlyList<CaseEvent>> Verify(Case now, VerifyCase wish, CityProfile profile, long atUs)
    {
        if (now.Status == CaseStatus.Joined) return Shape.Over(now);
        if (!May.Verify(wish.By, now, wish.Proof, profile)) return Shape.NotYours($"You can't bear witness ({wish.Proof.ToString().ToLowerInvariant()}) on case {now.Number}.");
        if (wish.Resolution is { } how && !resolutions.Contains(how)) return Refusal.Bad("resolution-unknown", $"A case ends as {string.Join(", ", resolutions)}.");
        var media = wish.Photos?.Select(p => p.Media.Hash).ToList();
        var events = new List<CaseEvent> { new CaseVerified(new Verification(wish.Proof, wish.Yes, wish.By.Id, atUs, null, media is { Count: > 0 } ? media : null)) };
        if (wish.Yes)
        {
            var accepted = profile.Services.TryGetValue(now.Service, out var service) ? service.ClosesOn : [Proof.Audit];
            if (now.IsOpen && (accepted.Contains(wish.Proof) || wish.Proof == Proof.Audit)) events.Add(new CaseClosed(wish.Resolution ?? "fixed"));
            return events;
        }
        if (now.Status is CaseStatus.Closed or CaseStatus.Done) events.AddRange(Again(now, profile, wish.Proof.ToString().ToLowerInvariant(), atUs));
        return events;
    }

    /// <summary>The task goes back to who did it last, and a new promise begins.</summary>
    static IEnumerable<CaseEvent> Again(Case now, CityProfile profile, string reason, long atUs)
    {
        yield return new CaseReopened(reason);
        var did = now.Tasks.Where(t => t.State == TaskState.Done).OrderByDescending(t => t.Lead).ThenByDescending(t => t.DoneUs).FirstOrDefault();
        if (did is not null) yield return new TaskReturned(did.Id, reason);
        else if (now.Unit is { } unit) yield return new TaskAdded(DecideWish.NextTask(now), unit, "", true, []);
        if (!profile.Services.ContainsKey(now.Service)) yield break;
        var (promise, nextUs) = Promises.Make(profile, now.Service, now.Priority, atUs);
        yield return new CaseCommitted(promise, nextUs);
    }

    /// <summary>A sensor is back to normal; when the last one is, that is the proof.</summary>
    public static Outcome<IReadOnlyList<CaseEvent>> Clear(Case now, ClearAlarm wish, CityProfile profile, long atUs)
    {
        if (!now.Alarms.Contains(wish.Alarm)) return Refusal.NotFound("alarm-not-found", $"Case {now.Number} has no standing alarm {wish.Alarm}.");
        var events = new List<CaseEvent> { new AlarmCleared(wish.Alarm) };
        if (now.Alarms.Count > 1 || !now.IsOpen) return events;
        events.Add(new CaseVerified(new Verification(Proof.Sensor, true, "rules", atUs)));
        if (profile.Services.TryGetValue(now.Service, out var service) && service.ClosesOn.Contains(Proof.Sensor))
            events.Add(new CaseClosed(now.Tasks.Any(t => t.StartedUs is not null) ? "fixed" : "back-to-normal"));
        return events;
    }
}
