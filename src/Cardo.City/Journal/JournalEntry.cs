using System.Text.Json.Nodes;

namespace Cardo.Journal;

/// <summary>
/// What shall be believed later: an administrative act, a key event, the hash of sealed history. Everybody can read
/// it for ever, so personal data never stands in it; a salted <see cref="Commitment"/> may.
/// </summary>
/// <param name="Kind">what happened, as dotted words in the past tense: <c>key.issued</c></param>
/// <param name="Body">what there is to say of it; ids, not names of people</param>
public sealed record JournalEntry(string Kind, JsonObject Body);

/// <summary>An entry as it stands in the journal.</summary>
/// <param name="Index">its number, from 0</param>
/// <param name="AtUs">when it was written, microseconds since 1970</param>
/// <param name="Json">the canonical JSON (RFC 8785) that was hashed</param>
public sealed record RecordedEntry(long Index, long AtUs, string Kind, string Json);
