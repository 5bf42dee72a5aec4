using Cardo.Kernel;

namespace Cardo.Cases.Verbs;

/// <summary>Refusals that several verbs share, each said in one place.</summary>
internal static class Shape
{
    public static Refusal NoCase(long number) => Refusal.NotFound("case-not-found", $"There is no case {number}.");

    public static Refusal NoTask(Case now, string task) => Refusal.NotFound("task-not-found", $"Case {now.Number} has no task {task}.");

    public static Refusal Over(Case now) => Refusal.Conflict("case-over", now.JoinedInto is { } into
        ? $"Case {now.Number} was joined to case {into}. Nothing was changed: do it there." : $"Case {now.Number} is closed. Nothing was changed: open it again first.");

    public static Refusal NotYours(string what) => new(RefusalKind.Forbidden, "not-yours", what + " Nothing was changed.");
}
