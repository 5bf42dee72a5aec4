using System.Text.Json.Serialization;

namespace Cardo.Cases;

/// <summary>
/// What can happen to a case. Events are the truth: they stand in the journal, and everything else is folded from them.
/// They are public for ever, so they carry ids, codes and hashes, never words or people.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "t")]
[JsonDerivedType(typeof(CaseOpened), "opened")]
[JsonDerivedType(typeof(MatterAdded), "matter-added")]
[JsonDerivedType(typeof(CaseDecided), "decided")]
[JsonDerivedType(typeof(CaseCommitted), "committed")]
[JsonDerivedType(typeof(ClockPaused), "paused")]
[JsonDerivedType(typeof(ClockResumed), "resumed")]
[JsonDerivedType(typeof(CaseEscalated), "escalated")]
[JsonDerivedType(typeof(TaskAdded), "task-added")]
[JsonDerivedType(typeof(TaskStarted), "task-started")]
[JsonDerivedType(typeof(TaskDone), "task-done")]
[JsonDerivedType(typeof(TaskReturned), "task-returned")]
[JsonDerivedType(typeof(CaseVerified), "verified")]
[JsonDerivedType(typeof(CaseClosed), "closed")]
[JsonDerivedType(typeof(CaseReopened), "reopened")]
[JsonDerivedType(typeof(MattersJoined), "matters-joined")]
[JsonDerivedType(typeof(CaseJoined), "joined")]
[JsonDerivedType(typeof(MattersParted), "matters-parted")]
[JsonDerivedType(typeof(CaseParted), "parted")]
[JsonDerivedType(typeof(MatterRedacted), "redacted")]
[JsonDerivedType(typeof(CaseNoted), "noted")]
[JsonDerivedType(typeof(AlarmCleared), "alarm-cleared")]
[JsonDerivedType(typeof(CaseImported), "imported")]
[JsonDerivedType(typeof(CaseAdvised), "advised")]
[JsonDerivedType(typeof(CheckDrawn), "check-drawn")]
[JsonDerivedType(typeof(DispatchChecked), "dispatch-checked")]
public abstract record CaseEvent;

public sealed record CaseOpened(string Service, Priority Priority, double? Lon, double? Lat, string? Asset) : CaseEvent;

public sealed record MatterAdded(Matter Matter) : CaseEvent;

public sealed record CaseDecided(Decision Decision, Priority Priority) : CaseEvent;

/// <param name="NextUs">when the clock must be looked at first</param>
public sealed record CaseCommitted(Commitment Commitment, long? NextUs) : CaseEvent;

public sealed record ClockPaused(string Reason, long LeftUs) : CaseEvent;

public sealed record ClockResumed(long ResolveByUs, long? NextUs) : CaseEvent;

/// <param name="To">who must know now</param>
/// <param name="Breached">the promise is broken already</param>
public sealed record CaseEscalated(int Level, string To, bool Breached, long? NextUs) : CaseEvent;

public sealed record TaskAdded(string Id, string Unit, string Title, bool Lead, IReadOnlyList<string> After) : CaseEvent;

public sealed record TaskStarted(string Id) : CaseEvent;

public sealed record TaskDone(string Id, IReadOnlyList<Media> Photos, IReadOnlyList<Material> Materials, int Minutes, string? Note) : CaseEvent;

/// <summary>Handed back to the unit that did it.</summary>
public sealed record TaskReturned(string Id, string Reason) : CaseEvent;

public sealed record CaseVerified(Verification Verification) : CaseEvent;

public sealed record CaseClosed(string Resolution) : CaseEvent;

public sealed record CaseReopened(string Reason) : CaseEvent;

/// <summary>On the case that takes matters in.</summary>
public sealed record MattersJoined(long From, IReadOnlyList<string> Matters, int Supports, IReadOnlyList<string> Reasons) : CaseEvent;

/// <summary>On the case whose matters went.</summary>
public sealed record CaseJoined(long Into) : CaseEvent;

public sealed record MattersParted(long To, IReadOnlyList<string> Matters, int Supports) : CaseEvent;

/// <summary>On the case that has its matters back, standing where it stood before.</summary>
public sealed record CaseParted(long From, CaseStatus Status, int Matters, int Supports, long? NextUs) : CaseEvent;

/// <param name="What">words, person or a picture's hash</param>
public sealed record MatterRedacted(string Matter, IReadOnlyList<string> What, string Reason) : CaseEvent;

/// <param name="Note">id of words kept apart</param>
/// <param name="Said">commits to them</param>
/// <param name="Public">whether everybody may read them</param>
public sealed record CaseNoted(string Note, string Said, bool Public) : CaseEvent;

public sealed record AlarmCleared(string Alarm) : CaseEvent;

/// <summary>A case of before: what another system knew of its end.</summary>
public sealed record CaseImported(string? Unit, long? DueUs, long? ClosedUs, bool Closed) : CaseEvent;

/// <summary>The model was asked and was not sure enough: what it thought is kept, so that it can be judged by what a person decides.</summary>
public sealed record CaseAdvised(Advice Advice) : CaseEvent;

/// <summary>This automatic decision is one of those a person checks.</summary>
/// <param name="Share">of automatic decisions that are drawn, 0..1</param>
public sealed record CheckDrawn(string Unit, double Share) : CaseEvent;

/// <param name="Answer">the department that should have got it</param>
public sealed record DispatchChecked(string Answer, string Service) : CaseEvent;

/// <summary>What one command did to one case: one entry of the journal.</summary>
/// <param name="By">who, as an id: an officer's, <c>resident</c>, <c>rules</c>, <c>clock</c></param>
/// <param name="Command">the client's own id of the command, by which a repetition is known; null for none</param>
public sealed record CaseEntry(long Case, long AtUs, string By, string? Command, IReadOnlyList<CaseEvent> Events);
