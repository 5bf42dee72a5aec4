using Cardo.Standards.Ntcip1202;

namespace Cardo.Traffic.Cabinets;

/// <summary>How a cabinet stands to this city's control; everything but <see cref="Controlled"/> runs its own plan.</summary>
public enum CabinetState
{
    /// <summary>Not heard yet.</summary>
    Starting,

    /// <summary>It may only be watched.</summary>
    Watched,

    /// <summary>It could be told, and is not yet.</summary>
    Ready,

    /// <summary>It does what is decided here.</summary>
    Controlled,

    /// <summary>An operator left it to its own plan.</summary>
    Released,

    /// <summary>It does not answer, or not what was asked.</summary>
    Silent,

    /// <summary>It flashes.</summary>
    Flash,

    /// <summary>Somebody stands at it: police or a technician.</summary>
    Manual,

    /// <summary>A railway or an emergency vehicle has it.</summary>
    Preempted,

    /// <summary>Its loops have failed, or what is estimated of them is not to be believed.</summary>
    Blind,

    /// <summary>It is another cabinet than the profile says.</summary>
    Misfit,

    /// <summary>It would not go back to its own plan by itself soon enough.</summary>
    Unsafe,

    /// <summary>It does not take orders, or does not follow them.</summary>
    Refuses,
}

/// <summary>What stands on the junction's page and on its entity.</summary>
/// <param name="Detail">what is particular, in English; empty where there is nothing</param>
public readonly record struct CabinetNow(CabinetState State, string Detail);

/// <summary>Whether a cabinet that answers may be told anything now.</summary>
internal static class JudgeCabinet
{
    /// <summary>What a lost link may cost at most: so long the last order stays, s.</summary>
    public const int MostBackup_s = 30;

    /// <summary>Orders go out every second; a shorter backup time would end control between two of them, s.</summary>
    public const int LeastBackup_s = 3;

    /// <summary>What keeps it on its own plan, the weightiest first; null where nothing does.</summary>
    public static CabinetNow? Hindered(CabinetProfile profile, CabinetTimings timings, CabinetReading reading)
    {
        // Who stands in the street goes before every other reason.
        if (reading.Alarms2.HasFlag(UnitAlarms2.StopTime)) return new CabinetNow(CabinetState.Manual, "stop time");
        if (reading.Control == UnitControl.Manual) return new CabinetNow(CabinetState.Manual, "unitControlStatus manual");
        if (reading.Flash == UnitFlash.Preempt || reading.Short.HasFlag(ShortAlarms.Preempt)) return new CabinetNow(CabinetState.Preempted, "");
        // An agent without the object says 0, and its alarms tell of flash as well.
        if (reading.Flash is not (0 or UnitFlash.NotFlash)) return new CabinetNow(CabinetState.Flash, reading.Flash.ToString());
        if (reading.Short.HasFlag(ShortAlarms.Flash) || (reading.Alarms1 & (UnitAlarms1.MmuFlash | UnitAlarms1.LocalFlash)) != 0) return new CabinetNow(CabinetState.Flash, "alarm");
        if (reading.Short.HasFlag(ShortAlarms.Critical)) return new CabinetNow(CabinetState.Flash, "critical alarm");
        if (!profile.Control) return null;
        if (timings.Misfits(profile) is [var first, ..]) return new CabinetNow(CabinetState.Misfit, first);
        if (Conflict(profile, reading) is { } conflict) return new CabinetNow(CabinetState.Misfit, conflict);
        if (timings.BackupTime_s is < LeastBackup_s or > MostBackup_s) return new CabinetNow(CabinetState.Unsafe, $"unitBackupTime {timings.BackupTime_s} s");
        foreach (var lane in profile.Approaches.SelectMany(a => a.Lanes))
            if (lane.Detectors.All(d => reading.Failed(d.Number))) return new CabinetNow(CabinetState.Blind, $"detector {string.Join(", ", lane.Detectors.Select(d => d.Number))}");
        return null;
    }

    static string? Conflict(CabinetProfile profile, CabinetReading reading)
    {
        var on = profile.Phases.Where(p => ((reading.Greens | reading.Yellows) >> p - 1 & 1) == 1).ToArray();
        foreach (var a in on)
            foreach (var b in on)
                if (a < b && !profile.Together(a, b)) return $"phases {a} and {b} are on together";
        return null;
    }
}
