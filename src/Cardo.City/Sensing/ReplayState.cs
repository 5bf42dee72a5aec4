namespace Cardo.Sensing;

/// <summary>How far a replay is.</summary>
/// <param name="FromUs">the moment it began at</param>
/// <param name="NowUs">the moment the city's clock shows</param>
/// <param name="LastUs">the moment of the last observation that was sent; null before the first</param>
/// <param name="Sent">observations sent since it began, those of the day before included</param>
/// <param name="Refused">observations the twin refused</param>
/// <param name="Ended">the files are at their end: the city stands as it was then, and is served on</param>
public sealed record ReplayState(long FromUs, long NowUs, double Speed, long? LastUs, long Sent, long Refused, bool Ended, IReadOnlyList<ReplaySource> Sources);

/// <summary>One source of observations in a replay.</summary>
/// <param name="Plays">it has observations near the beginning; otherwise its things stand there without any</param>
/// <param name="FirstUs">its first observation not before the day before the beginning; null when all of it lies earlier</param>
public sealed record ReplaySource(string Name, string Title, bool Plays, long? FirstUs);
