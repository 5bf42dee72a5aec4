namespace Cardo.Identity;

/// <summary>What a key or a session may do. Scopes are words; <c>admin</c> includes all.</summary>
public static class Scopes
{
    public const string TwinRead = "twin:read";
    public const string TwinWrite = "twin:write";

    /// <summary>May send observations of any thing.</summary>
    public const string SensingWrite = "sensing:write";

    /// <summary>May send observations of the one thing that is the key's subject; every device key has this and nothing else.</summary>
    public const string SensingOwn = "sensing:own";

    public const string ThingsAdmin = "things:admin";
    public const string Ops = "ops";

    /// <summary>May send reports by program (Open311's api_key).</summary>
    public const string CasesReport = "cases:report";

    /// <summary>The duty desk: takes calls, dispatches, hands on.</summary>
    public const string CasesDesk = "cases:desk";

    /// <summary>A department's own cases.</summary>
    public const string CasesWork = "cases:work";

    /// <summary>A crew's own tasks.</summary>
    public const string CasesCrew = "cases:crew";

    /// <summary>Reads all cases and bears witness; sees nobody's contact data.</summary>
    public const string CasesAudit = "cases:audit";

    /// <summary>Tries changes to the signals beside today.</summary>
    public const string TrafficPlan = "traffic:plan";

    /// <summary>Leaves signals on the street to their own plan, and lets them be controlled again.</summary>
    public const string TrafficControl = "traffic:control";
    public const string Admin = "admin";

    /// <summary>Every scope a token may be given, in the order people are shown them.</summary>
    public static IReadOnlyList<string> All { get; } = [TwinRead, TwinWrite, SensingWrite, ThingsAdmin, Ops, CasesReport, CasesDesk, CasesWork, CasesCrew, CasesAudit, TrafficPlan, TrafficControl, Admin];

    /// <summary>What a caller on this machine may do where loopback is trusted: all that test clients write, nothing of officers.</summary>
    public static IReadOnlyList<string> Loopback { get; } = [TwinRead, TwinWrite, SensingWrite, ThingsAdmin, CasesReport];

    /// <summary>Whether the scopes somebody has include the one that is wanted.</summary>
    public static bool Include(IReadOnlyList<string> have, string wanted)
    {
        for (var i = 0; i < have.Count; i++)
            if (have[i] is var scope && (scope == wanted || scope == Admin || (scope == TwinWrite && wanted == TwinRead) || (scope == SensingWrite && wanted == SensingOwn))) return true;
        return false;
    }
}
