namespace Cardo.Cases;

/// <summary>Something asked for. With a <see cref="ClientId"/> it is done once however often it is sent.</summary>
public abstract record CaseCommand
{
    public required Actor By { get; init; }

    /// <summary>The sender's own id of this command, at most 100 characters, unique to the sender.</summary>
    public string? ClientId { get; init; }

    /// <summary>When it happened, where that is not now (offline work, history); microseconds.</summary>
    public long? AtUs { get; init; }
}

/// <summary>Somebody says something; it opens a case, or joins one.</summary>
public sealed record Report : CaseCommand
{
    public required MatterSource Source { get; init; }
    public required string Service { get; init; }
    public Said Said { get; init; } = new("");
    public Person Person { get; init; } = new();
    public double? Lon { get; init; }
    public double? Lat { get; init; }
    public string? Asset { get; init; }
    public string? Lang { get; init; }
    public string? Ref { get; init; }
    public IReadOnlyDictionary<string, string[]> Answers { get; init; } = new Dictionary<string, string[]>();
    public IReadOnlyList<Photo> Photos { get; init; } = [];

    /// <summary>The case it is about, where the sender knows.</summary>
    public long? Joins { get; init; }

    public Priority? Priority { get; init; }

    /// <summary>What another system knew of its end; only for history.</summary>
    public CaseImported? Imported { get; init; }
}

/// <summary>A picture whose bytes were checked and cleaned.</summary>
public sealed record Photo(Media Media, byte[] Bytes);

/// <summary>Several alarms of one kind and place at once: they open one case, or join the one that is open.</summary>
public sealed record RaiseAlarms(string Service, Priority Priority, long? Joins, IReadOnlyList<AlarmMatter> Alarms) : CaseCommand;

public sealed record AlarmMatter(string Id, string AlarmId, long AtUs, double? Lon, double? Lat, string? Asset, string Words);

/// <summary>A command about one case that there is.</summary>
public abstract record CaseWish(long Number) : CaseCommand;

public sealed record ClearAlarm(long Number, string Alarm) : CaseWish(Number);

public sealed record DispatchCase(long Number, string Unit, string? Service = null, Priority? Priority = null, string? Reason = null, IReadOnlyList<Why>? Whys = null) : CaseWish(Number);

/// <summary>A person says which department should have got a case that was dispatched by itself and drawn for a check.</summary>
public sealed record CheckDispatch(long Number, string Unit, string? Service = null) : CaseWish(Number);

public sealed record AddTask(long Number, string Unit, string Title, bool Lead = false, IReadOnlyList<string>? After = null) : CaseWish(Number);

public sealed record StartTask(long Number, string Task) : CaseWish(Number);

public sealed record FinishTask(long Number, string Task, IReadOnlyList<Photo>? Photos = null, IReadOnlyList<Material>? Materials = null, int Minutes = 0, string? Note = null) : CaseWish(Number);

/// <param name="Resolution">how it ends, where it isn't simply fixed</param>
public sealed record VerifyCase(long Number, Proof Proof, bool Yes, string? Note = null, IReadOnlyList<Photo>? Photos = null, string? Resolution = null) : CaseWish(Number);

public sealed record PauseClock(long Number, string Reason) : CaseWish(Number);

public sealed record ResumeClock(long Number) : CaseWish(Number);

public sealed record EscalateCase(long Number) : CaseWish(Number);

public sealed record NoteCase(long Number, string Words, bool Public) : CaseWish(Number);

/// <summary>Takes words, a person or pictures away; their hashes stay.</summary>
public sealed record RedactMatter(long Number, string Matter, IReadOnlyList<string> What, string Reason) : CaseWish(Number);

/// <summary>The matters of one case move into another; <see cref="PartCases"/> undoes it.</summary>
public sealed record JoinCases(long Number, long Into, IReadOnlyList<string>? Reasons = null) : CaseWish(Number);

public sealed record PartCases(long Number, long From) : CaseWish(Number);

/// <summary>What was done.</summary>
/// <param name="Matter">the new matter's id, where there is one</param>
/// <param name="Repeated">this command had been done before; nothing happened now</param>
public sealed record Receipt(long Number, string? Matter, bool Repeated = false);
