using Cardo.Cases.Clocks;
using Cardo.Cases.Profile;
using Cardo.Kernel;

namespace Cardo.Cases.Verbs;

/// <summary>Two cases turn out to be one, or two after all. Nothing is deleted, so both ways are open.</summary>
internal static class Joining
{
    public static Outcome<(IReadOnlyList<CaseEvent> From, IReadOnlyList<CaseEvent> Into)> Join(Case from, Case into, IReadOnlyList<string> matters, JoinCases wish, CityProfile profile)
    {
        if (from.Number == into.Number) return Refusal.Bad("join-self", "A case can't be joined to itself.");
        if (!May.Handle(wish.By, from, profile) && !May.Handle(wish.By, into, profile)) return Shape.NotYours($"Neither case {from.Number} nor case {into.Number} is yours.");
        if (!from.IsOpen) return Shape.Over(from);
        if (into.Status == CaseStatus.Joined) return Shape.Over(into);
        return (new CaseEvent[] { new CaseJoined(into.Number) }, new CaseEvent[] { new MattersJoined(from.Number, matters, from.Supports, wish.Reasons ?? []) });
    }

    public static Outcome<(IReadOnlyList<CaseEvent> From, IReadOnlyList<CaseEvent> Into)> Part(Case into, Case from, PartCases wish, CityProfile profile)
    {
        if (!May.Handle(wish.By, into, profile)) return Shape.NotYours($"Case {into.Number} is not yours.");
        if (from.JoinedInto != into.Number || into.Joined.FirstOrDefault(j => j.From == from.Number) is not { } joined)
            return Refusal.Conflict("not-joined", $"Case {from.Number} is not joined to case {into.Number}.");
        var status = from.Tasks.Any(t => t.State == TaskState.Working) ? CaseStatus.Working
            : from.Tasks.Count > 0 && from.Tasks.All(t => !t.Open) ? CaseStatus.Done : from.Unit is null ? CaseStatus.Open : CaseStatus.Dispatched;
        var nextUs = from.Commitment is { } promise ? Promises.Next(profile, promise) : null;
        return (new CaseEvent[] { new CaseParted(into.Number, status, joined.Matters.Count, joined.Supports, nextUs) },
            new CaseEvent[] { new MattersParted(from.Number, joined.Matters, joined.Supports) });
    }
}
