using Cardo.Storage;

namespace Cardo.Cases.Store;

/// <summary>Where in the journal each line of a story stands.</summary>
internal static class ProofStore
{
    static readonly string[] columns = ["case_number", "seq", "next_seq", "idx"];

    sealed record Row(long CaseNumber, long Value);

    /// <summary>The journal's number of each line of a case's story, by the line's number.</summary>
    public static IReadOnlyDictionary<long, long> Of(Tx tx, long number) =>
        tx.Query<Row>("SELECT seq AS case_number, idx AS value FROM cases_proofs WHERE case_number = @number ORDER BY seq LIMIT 1000", new { number }).ToDictionary(r => r.CaseNumber, r => r.Value);

    /// <summary>The first entry that was not looked at.</summary>
    public static long Next(Tx tx) => (tx.Scalar<long?>("SELECT MAX(idx) FROM cases_proofs") ?? -1) + 1;

    /// <summary>The number the next line of each case's story will have.</summary>
    public static Dictionary<long, long> NextSeq(Tx tx, IReadOnlyCollection<long> cases) =>
        cases.Count == 0 ? [] : tx.Query<Row>($"SELECT case_number, MAX(next_seq) AS value FROM cases_proofs WHERE case_number {Bulk.Among(tx, "cases")} GROUP BY case_number", new { cases = Bulk.Those(tx, cases) })
            .ToDictionary(r => r.CaseNumber, r => r.Value);

    public static void Add(Tx tx, IReadOnlyList<(long Case, long Seq, long Next, long Index)> lines) =>
        Bulk.Insert(tx, "cases_proofs", columns, [.. lines.Select(l => new object?[] { l.Case, l.Seq, l.Next, l.Index })], "ON CONFLICT (case_number, seq) DO NOTHING");
}
