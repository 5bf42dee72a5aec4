using Cardo.Cases.Profile;
using Cardo.Kernel;

namespace Cardo.Cases.Verbs;

/// <summary>Tasks are begun and done; a picture of it done is the first proof.</summary>
internal static class Working
{
    public static Outcome<IReadOnlyList<CaseEvent>> Start(Case now, StartTask wish, CityProfile profile)
    {
        if (now.Tasks.FirstOrDefault(t => t.Id == wish.Task) is not { } task) return Shape.NoTask(now, wish.Task);
        if (!now.IsOpen) return Shape.Over(now);
        if (!May.Work(wish.By, task, profile)) return Shape.NotYours($"The task {task.Id} of case {now.Number} is another unit's.");
        return task.State switch
        {
            TaskState.Ready => new CaseEvent[] { new TaskStarted(task.Id) },
            TaskState.Waiting => Refusal.Conflict("task-waits", $"The task {task.Id} waits for {string.Join(", ", task.After)}. Nothing was changed."),
            TaskState.Working => Refusal.Conflict("task-begun", $"The task {task.Id} has been begun."),
            _ => Refusal.Conflict("task-over", $"The task {task.Id} is over."),
        };
    }

    public static Outcome<IReadOnlyList<CaseEvent>> Finish(Case now, FinishTask wish, CityProfile profile, long atUs)
    {
        if (now.Tasks.FirstOrDefault(t => t.Id == wish.Task) is not { } task) return Shape.NoTask(now, wish.Task);
        if (!now.IsOpen) return Shape.Over(now);
        if (!May.Work(wish.By, task, profile)) return Shape.NotYours($"The task {task.Id} of case {now.Number} is another unit's.");
        if (task.State == TaskState.Waiting) return Refusal.Conflict("task-waits", $"The task {task.Id} waits for {string.Join(", ", task.After)}. Nothing was changed.");
        if (!task.Open) return Refusal.Conflict("task-over", $"The task {task.Id} is over.");
        if (wish.Minutes is < 0 or > 24 * 60 * 30) return Refusal.Bad("minutes-wrong", "The time spent is between 0 minutes and 30 days.");
        if (wish.Materials is { Count: > 30 } || wish.Materials?.Any(m => m.Name.Length is 0 or > 80 || m.Amount is not (> 0 and < 1e6)) == true)
            return Refusal.Bad("materials-wrong", "At most 30 materials, each with a name of at most 80 characters and an amount above 0.");
        var photos = wish.Photos?.Select(p => p.Media).ToList() ?? [];
        var events = new List<CaseEvent> { new TaskDone(task.Id, photos, wish.Materials ?? [], wish.Minutes, null) };
        var last = now.Tasks.All(t => t.Id == task.Id || !t.Open);
        var proof = photos.Where(p => p.Use == MediaUse.After).Select(p => p.Hash).ToList();
        if (!last || proof.Count == 0) return events;
        events.Add(new CaseVerified(new Verification(Proof.Photo, true, wish.By.Id, atUs, null, proof)));
        if (profile.Services.TryGetValue(now.Service, out var service) && service.ClosesOn.Contains(Proof.Photo)) events.Add(new CaseClosed("fixed"));
        return events;
    }
}
