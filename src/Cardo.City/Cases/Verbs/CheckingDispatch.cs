using Cardo.Cases.Profile;
using Cardo.Kernel;

namespace Cardo.Cases.Verbs;

/// <summary>A person looks at an automatic decision that was drawn by chance: the only figure of accuracy that nobody's habits bend.</summary>
internal static class CheckingDispatch
{
    public static Outcome<IReadOnlyList<CaseEvent>> Of(Case now, CheckDispatch wish, CityProfile profile, long atUs)
    {
        if (wish.By.Kind is not (ActorKind.Auditor or ActorKind.Duty or ActorKind.System)) return Shape.NotYours("Only auditors and the duty desk check how cases were dispatched.");
        if (now.Check is not { } check) return Refusal.Conflict("check-not-drawn", $"Case {now.Number} was not drawn for a check.");
        if (check.Right is not null) return Refusal.Conflict("check-done", $"Case {now.Number} was checked before. Nothing was changed.");
        if (!profile.Units.ContainsKey(wish.Unit)) return Refusal.NotFound("unit-not-found", $"There is no unit {wish.Unit}.");
        var service = wish.Service ?? now.Service;
        if (!profile.Services.ContainsKey(service)) return Refusal.NotFound("service-not-found", $"There is no service {service}.");
        var answer = profile.Department(wish.Unit);
        var events = new List<CaseEvent> { new DispatchChecked(answer, service) };
        // Where it is still where it was sent wrongly, it goes where it belongs.
        if (now.IsOpen && answer != check.Unit && now.Unit is { } unit && profile.Department(unit) == check.Unit)
            events.AddRange(DecideWish.GiveTo(now, answer, service, now.Priority, [new Why("check")], profile, atUs));
        return events;
    }
}
