using Cardo.Storage;
using Cardo.Traffic.Studio;

namespace Cardo.Traffic.Store;

/// <summary>Tries as rows. A list leaves the results where they are: each is some hundred kilobytes.</summary>
internal static class TryRows
{
    const string Columns = "id AS Id, state AS State, network AS Network, name AS Name, change AS Change, seeds AS Seeds, first_seed AS FirstSeed, by_whom AS ByWhom, asked_us AS AskedUs, began_us AS BeganUs, ended_us AS EndedUs, published_us AS PublishedUs, trouble AS Trouble, delay_s AS Delay_s";

    public sealed class Row
    {
        public long Id { get; set; }
        public string State { get; set; } = "";
        public string Network { get; set; } = "";
        public string Name { get; set; } = "";
        public string Change { get; set; } = "";
        public long Seeds { get; set; }
        public long FirstSeed { get; set; }
        public string ByWhom { get; set; } = "";
        public long AskedUs { get; set; }
        public long BeganUs { get; set; }
        public long EndedUs { get; set; }
        public long PublishedUs { get; set; }
        public string Trouble { get; set; } = "";
        public double? Delay_s { get; set; }

        public Trial Trial => new(Id, Enum.TryParse<TrialState>(State, ignoreCase: true, out var state) ? state : TrialState.Failed, Network, Name, Change, (int)Seeds, (int)FirstSeed, ByWhom, AskedUs, BeganUs, EndedUs, PublishedUs, Trouble, Delay_s);
    }

    static string Word(TrialState state) => state.ToString().ToLowerInvariant();

    public static IReadOnlyList<Trial> All(Tx tx) => [.. tx.Query<Row>($"SELECT {Columns} FROM traffic_tries ORDER BY id DESC").Select(r => r.Trial)];

    public static Trial? Find(Tx tx, long id) => tx.One<Row>($"SELECT {Columns} FROM traffic_tries WHERE id = @id", new { id })?.Trial;

    public static string Result(Tx tx, long id) => tx.One<string>("SELECT result FROM traffic_tries WHERE id = @id", new { id }) ?? "";

    public static long Count(Tx tx, TrialState state) => tx.Scalar<long>("SELECT COUNT(*) FROM traffic_tries WHERE state = @state", new { state = Word(state) });

    public static long NextId(Tx tx) => tx.Scalar<long>("SELECT COALESCE(MAX(id), 0) FROM traffic_tries") + 1;

    public static Trial? NextWaiting(Tx tx) => tx.One<Row>($"SELECT {Columns} FROM traffic_tries WHERE state = @state ORDER BY id LIMIT 1", new { state = Word(TrialState.Waiting) })?.Trial;

    public static void Add(Tx tx, Trial t) => tx.Execute(
        "INSERT INTO traffic_tries (id, state, network, name, change, seeds, first_seed, by_whom, asked_us, began_us, ended_us, published_us, trouble, result) VALUES (@Id, @state, @Network, @Name, @Change, @Seeds, @FirstSeed, @ByWhom, @AskedUs, @BeganUs, @EndedUs, @PublishedUs, @Trouble, '')",
        new { t.Id, state = Word(t.State), t.Network, t.Name, t.Change, t.Seeds, t.FirstSeed, t.ByWhom, t.AskedUs, t.BeganUs, t.EndedUs, t.PublishedUs, t.Trouble });

    /// <summary>Writes what can change of a try; the result where there is one.</summary>
    public static void Put(Tx tx, Trial t, string? result = null) => tx.Execute(
        $"UPDATE traffic_tries SET state = @state, began_us = @BeganUs, ended_us = @EndedUs, published_us = @PublishedUs, trouble = @Trouble, delay_s = @Delay_s{(result is null ? "" : ", result = @result")} WHERE id = @Id",
        new { t.Id, state = Word(t.State), t.BeganUs, t.EndedUs, t.PublishedUs, t.Trouble, t.Delay_s, result });

    /// <summary>Forgets the oldest ended ones beyond a number; those that are published stay.</summary>
    public static void Prune(Tx tx, int keep) => tx.Execute(
        "DELETE FROM traffic_tries WHERE ended_us > 0 AND published_us = 0 AND id NOT IN (SELECT id FROM traffic_tries ORDER BY id DESC LIMIT @keep)", new { keep });

    /// <summary>What was running when the city ended was interrupted.</summary>
    public static int Interrupt(Tx tx, long nowUs) => tx.Execute(
        "UPDATE traffic_tries SET state = @interrupted, ended_us = @nowUs WHERE state = @running", new { interrupted = Word(TrialState.Interrupted), running = Word(TrialState.Running), nowUs });
}
