namespace Cardo.Cases;

public enum CaseStatus : byte
{
    /// <summary>Nobody has it yet: a person must choose.</summary>
    Open,
    /// <summary>A department has it.</summary>
    Dispatched,
    /// <summary>Somebody works on it.</summary>
    Working,
    /// <summary>The work is said to be done; the proof is missing.</summary>
    Done,
    Closed,
    /// <summary>Its matters moved into another case.</summary>
    Joined,
}

public enum Priority : byte { Low, Normal, High, Urgent }

/// <summary>Matters about the same thing, with one owner. Folded from its events; never changed otherwise.</summary>
public sealed record Case
{
    /// <summary>What people say on the phone: 1, 2, 3 ...</summary>
    public required long Number { get; init; }

    public CaseStatus Status { get; init; }

    public required string Service { get; init; }

    /// <summary>The department that owns it; null while nobody does.</summary>
    public string? Unit { get; init; }

    public Priority Priority { get; init; } = Priority.Normal;

    /// <summary>Degrees, WGS 84: of the first matter that had a place.</summary>
    public double? Lon { get; init; }

    public double? Lat { get; init; }

    public string? Asset { get; init; }

    public long OpenedUs { get; init; }

    public long UpdatedUs { get; init; }

    public long? ClosedUs { get; init; }

    /// <summary>How it ended: fixed, back-to-normal, nothing-found, not-ours, imported.</summary>
    public string? Resolution { get; init; }

    /// <summary>Matters, supports included.</summary>
    public int Matters { get; init; }

    public int Supports { get; init; }

    /// <summary>The matter that opened it.</summary>
    public string FirstMatter { get; init; } = "";

    public long? JoinedInto { get; init; }

    public IReadOnlyList<Decision> Decisions { get; init; } = [];

    /// <summary>What the model thought when the case came in and it was asked; null when it wasn't, or dispatched by itself.</summary>
    public Advice? Advice { get; init; }

    /// <summary>Drawn for a check of its dispatch; null when it wasn't.</summary>
    public DispatchCheck? Check { get; init; }

    public Commitment? Commitment { get; init; }

    public IReadOnlyList<CaseTask> Tasks { get; init; } = [];

    public IReadOnlyList<Verification> Verifications { get; init; } = [];

    /// <summary>Which matters came from which case, so that joining can be undone.</summary>
    public IReadOnlyList<JoinedMatters> Joined { get; init; } = [];

    public int Reopened { get; init; }

    /// <summary>Alarms that still stand; the sensor's proof is that none does.</summary>
    public IReadOnlyList<string> Alarms { get; init; } = [];

    public bool IsOpen => Status is not (CaseStatus.Closed or CaseStatus.Joined);

    public bool Imported { get; init; }

    /// <summary>When somebody must look at its clock again: the next escalation. Null when nothing is due.</summary>
    public long? NextUs { get; init; }

    /// <summary>Events so far; the next one's number.</summary>
    public int Events { get; init; }
}

/// <summary>Matters that moved here from another case.</summary>
public sealed record JoinedMatters(long From, IReadOnlyList<string> Matters, int Supports);
