using Cardo.Cases.Profile;
using Cardo.Kernel;

namespace Cardo.Cases.Clocks;

/// <summary>What a policy promises a case, and when its clock must be looked at.</summary>
internal static class Promises
{
    public static (Commitment Commitment, long? NextUs) Make(CityProfile profile, string service, Priority priority, long fromUs)
    {
        var policy = profile.Policies[profile.Services[service].Policy];
        var calendar = profile.Calendars[policy.Calendar];
        var factor = policy.Faster.GetValueOrDefault(priority, 1);
        long? respondUs = policy.RespondS is { } s ? calendar.Add(fromUs, (long)(s * factor * Instants.SecondUs)) : null;
        var workUs = (long)(policy.ResolveS * factor * Instants.SecondUs);
        var promise = new Commitment(policy.Id, policy.Calendar, fromUs, workUs, respondUs, calendar.Add(fromUs, workUs), []);
        return (promise, Next(profile, promise));
    }

    /// <summary>When the next escalation is due; null when all of them are over or the clock stands.</summary>
    public static long? Next(CityProfile profile, Commitment promise)
    {
        if (promise.Paused || !profile.Policies.TryGetValue(promise.Policy, out var policy) || promise.Level >= policy.Escalations.Count) return null;
        if (!profile.Calendars.TryGetValue(promise.Calendar, out var calendar)) return null;
        var share = policy.Escalations[promise.Level].Share;
        if (share >= 1) return calendar.Add(promise.ResolveByUs, (long)((share - 1) * promise.WorkUs));
        // From the last moment at which the clock began to run.
        var (fromUs, leftUs) = promise.Pauses.Count == 0 ? (promise.StartUs, promise.WorkUs) : (promise.Pauses[^1].ToUs!.Value, promise.Pauses[^1].LeftUs);
        return calendar.Add(fromUs, Math.Max(0, leftUs - (long)((1 - share) * promise.WorkUs)));
    }

    /// <summary>Working time left; negative after the breach.</summary>
    public static long LeftUs(CityProfile profile, Commitment promise, long nowUs) =>
        promise.Paused ? promise.Pauses[^1].LeftUs
        : profile.Calendars.TryGetValue(promise.Calendar, out var calendar) ? calendar.Between(nowUs, promise.ResolveByUs) : promise.ResolveByUs - nowUs;
}
