using Cardo.Storage;

namespace Cardo.Cases.Store;

/// <summary>One line of a case's story.</summary>
internal sealed record StoryRow(long CaseNumber, long Seq, long AtUs, string Who, string Events);

/// <summary>What was folded, read.</summary>
internal static class CaseStore
{
    public static Case? Find(Tx tx, long number) =>
        tx.One<string>("SELECT state FROM cases_cases WHERE number = @number", new { number }) is { } state ? Spelling.Read<Case>(state) : null;

    public static IReadOnlyList<Case> Find(Tx tx, IReadOnlyCollection<long> numbers)
    {
        if (numbers.Count == 0) return [];
        var rows = tx.Query<string>($"SELECT state FROM cases_cases WHERE number {Bulk.Among(tx, "numbers")}", new { numbers = Bulk.Those(tx, numbers) });
        var byNumber = rows.Select(Spelling.Read<Case>).ToDictionary(c => c.Number);
        return [.. numbers.Where(byNumber.ContainsKey).Select(n => byNumber[n])];
    }

    /// <summary>Cases before a number, the latest first.</summary>
    public static IReadOnlyList<Case> Before(Tx tx, long number, int limit) =>
        [.. tx.Query<string>("SELECT state FROM cases_cases WHERE number < @number ORDER BY number DESC LIMIT @limit", new { number, limit }).Select(Spelling.Read<Case>)];

    public static long LastNumber(Tx tx) => tx.Scalar<long?>("SELECT MAX(number) FROM cases_cases") ?? 0;

    /// <summary>Cases after a number, in order.</summary>
    public static IReadOnlyList<Case> After(Tx tx, long number, int limit) =>
        [.. tx.Query<string>("SELECT state FROM cases_cases WHERE number > @number ORDER BY number LIMIT @limit", new { number, limit }).AsParallel().AsOrdered().Select(Spelling.Read<Case>)];

    /// <summary>Cases whose clock must be looked at, the longest due first.</summary>
    public static IReadOnlyList<long> Due(Tx tx, long nowUs, int limit) =>
        tx.Query<long>("SELECT number FROM cases_cases WHERE next_us IS NOT NULL AND next_us <= @nowUs ORDER BY next_us LIMIT @limit", new { nowUs, limit });

    sealed record MatterRow(string State, long CaseNumber);

    public static (Matter Matter, long Case)? Matter(Tx tx, string id) =>
        tx.One<MatterRow>("SELECT state, case_number FROM cases_matters WHERE id = @id", new { id }) is { } row ? (Spelling.Read<Matter>(row.State), row.CaseNumber) : null;

    public static IReadOnlyList<string> MatterIds(Tx tx, long number) => tx.Query<string>("SELECT id FROM cases_matters WHERE case_number = @number", new { number });

    public static IReadOnlyList<(Matter Matter, long Case)> Matters(Tx tx, IReadOnlyCollection<string> ids) =>
        ids.Count == 0 ? [] : [.. tx.Query<MatterRow>($"SELECT state, case_number FROM cases_matters WHERE id {Bulk.Among(tx, "ids")}", new { ids = Bulk.Those(tx, ids) }).Select(r => (Spelling.Read<Matter>(r.State), r.CaseNumber))];

    /// <summary>The matters of a case, oldest first.</summary>
    public static IReadOnlyList<Matter> MattersOf(Tx tx, long number, int limit) =>
        [.. tx.Query<string>("SELECT state FROM cases_matters WHERE case_number = @number ORDER BY at_us, id LIMIT @limit", new { number, limit }).Select(Spelling.Read<Matter>)];

    /// <summary>The case of another system's number or of an alarm; null when nothing came under it.</summary>
    public static long? ByRef(Tx tx, string reference) => tx.Scalar<long?>("SELECT case_number FROM cases_matters WHERE ref = @reference ORDER BY at_us DESC LIMIT 1", new { reference });

    /// <summary>Matters by when they were said, newest first; of these services and of cases that are open or closed, where that is asked.</summary>
    public static IReadOnlyList<(Matter Matter, long Case)> Search(Tx tx, long fromUs, long toUs, IReadOnlyCollection<string> services, bool? open, int limit, int offset)
    {
        var sql = "SELECT m.state, m.case_number FROM cases_matters m JOIN cases_cases c ON c.number = m.case_number WHERE m.at_us >= @fromUs AND m.at_us <= @toUs"
            + (services.Count > 0 ? $" AND c.service {Bulk.Among(tx, "services")}" : "")
            + (open is { } wanted ? wanted ? " AND c.status < 4" : " AND c.status >= 4" : "")
            + " ORDER BY m.at_us DESC, m.id LIMIT @limit OFFSET @offset";
        return [.. tx.Query<MatterRow>(sql, new { fromUs, toUs, services = Bulk.Those(tx, services), limit, offset }).Select(r => (Spelling.Read<Matter>(r.State), r.CaseNumber))];
    }

    /// <summary>What happened to all cases between two moments, oldest first.</summary>
    public static IReadOnlyList<StoryRow> StoryBetween(Tx tx, long fromUs, long toUs, int limit) =>
        tx.Query<StoryRow>("SELECT case_number, seq, at_us, who, events FROM cases_story WHERE at_us >= @fromUs AND at_us <= @toUs ORDER BY at_us, case_number, seq LIMIT @limit", new { fromUs, toUs, limit });

    public static IReadOnlyList<StoryRow> Story(Tx tx, long number, int limit) =>
        tx.Query<StoryRow>("SELECT case_number, seq, at_us, who, events FROM cases_story WHERE case_number = @number ORDER BY seq LIMIT @limit", new { number, limit });

    /// <summary>Lines that say that somebody was told, oldest first.</summary>
    public static IReadOnlyList<StoryRow> Escalations(Tx tx, IReadOnlyCollection<long> numbers) =>
        numbers.Count == 0 ? [] : tx.Query<StoryRow>($"SELECT case_number, seq, at_us, who, events FROM cases_story WHERE case_number {Bulk.Among(tx, "numbers")} AND events LIKE @word ORDER BY case_number, seq", new { numbers = Bulk.Those(tx, numbers), word = "%\"escalated\"%" });

    sealed record CommandRow(string Id, long CaseNumber, string? Matter);

    /// <summary>Which of these commands were done.</summary>
    public static IReadOnlyDictionary<string, (long Case, string? Matter)> Commands(Tx tx, IReadOnlyCollection<string> ids) =>
        ids.Count == 0 ? new Dictionary<string, (long, string?)>()
        : tx.Query<CommandRow>($"SELECT id, case_number, matter FROM cases_commands WHERE id {Bulk.Among(tx, "ids")}", new { ids = Bulk.Those(tx, ids) }).ToDictionary(r => r.Id, r => (r.CaseNumber, r.Matter));

    /// <summary>Empties what can be folded again.</summary>
    public static void Clear(Tx tx)
    {
        foreach (var table in new[] { "cases_cases", "cases_matters", "cases_story", "cases_commands", "cases_board" }) tx.Execute($"DELETE FROM {table}");
    }

    /// <summary>Every row of the folded tables as text, in a fixed order: two dumps are equal exactly when the tables are.</summary>
    public static IEnumerable<string> Dump(Tx tx)
    {
        foreach (var (number, state) in tx.Query<(long, string)>("SELECT number, status || '|' || service || '|' || COALESCE(unit, '') || '|' || priority || '|' || opened_us || '|' || updated_us || '|' || COALESCE(due_us, 0) || '|' || COALESCE(closed_us, 0) || '|' || COALESCE(next_us, 0) || '|' || state FROM cases_cases ORDER BY number"))
            yield return $"case {number} {state}";
        foreach (var (number, first, spot) in tx.Query<(long, string, byte[])>("SELECT number, first_matter, spot FROM cases_board ORDER BY number")) yield return $"board {number} {first} {Convert.ToHexString(spot)}";
        foreach (var (id, state) in tx.Query<(string, string)>("SELECT id, case_number || '|' || source || '|' || at_us || '|' || COALESCE(ref, '') || '|' || state FROM cases_matters ORDER BY id")) yield return $"matter {id} {state}";
        foreach (var (number, line) in tx.Query<(long, string)>("SELECT case_number, seq || '|' || at_us || '|' || who || '|' || events FROM cases_story ORDER BY case_number, seq")) yield return $"story {number} {line}";
        foreach (var (id, line) in tx.Query<(string, string)>("SELECT id, case_number || '|' || COALESCE(matter, '') FROM cases_commands ORDER BY id")) yield return $"command {id} {line}";
    }
}
