using System.Globalization;
using Cardo.Cases.Board;
using Cardo.Cases.Store;
using Cardo.Ui;

namespace Cardo.Cases.Pages;

/// <summary>Finds what the desk shows: filters by the board, words by the rows of the first cases that are left.</summary>
internal sealed class DeskList(CaseDesk desk, Districts districts)
{
    const int PageLength = 50, MostRead = 2000;

    public DeskView Run(Func<string, string> asked, HashSet<string>? units, Reader reader)
    {
        var wanted = units;
        var offset = int.TryParse(asked("offset"), NumberStyles.None, CultureInfo.InvariantCulture, out var o) ? o : 0;
        var query = new CaseQuery(ListCases.States.Contains(asked("state")) ? asked("state") : "open", asked("service"), asked("unit"),
            ListCases.Sorts.Contains(asked("sort").TrimStart('-')) ? asked("sort") : "due", offset, PageLength, districts.Inside(asked("district")));
        // A department is asked for with its crews; and nobody sees beyond the units they have.
        if (query.Unit is { Length: > 0 } unit)
        {
            var those = desk.Profile.Units.Keys.Where(u => desk.Profile.Department(u) == unit && units?.Contains(u) != false).ToHashSet();
            (wanted, query) = (those, query with { Unit = null });
        }
        var text = asked("q").Trim();
        var (numbers, total, looked) = text.Length == 0 ? Plain(query, wanted, reader.NowUs) : Said(query, text, wanted, reader.NowUs);
        var lines = Look.Rows(desk, numbers);
        int Count(string state) => ListCases.Run(desk.Board, new CaseQuery(state, null, null, "due", 0, 0), units, reader.NowUs).Total;
        return new DeskView(query with { Unit = asked("unit") }, text, asked("district"), lines, total, looked)
        {
            Districts = districts.All(reader.Lang),
            // A department never sees what nobody has: choosing is the duty desk's.
            Waiting = units is null ? Count("waiting") : 0,
            Late = Count("late"),
            Escalated = Count("escalated"),
            Checks = units is null ? Count("check") : null,
            Escalations = lines.Where(l => l.Case.Commitment is { Level: > 0 }).ToDictionary(l => l.Case.Number, l => Last(l.Case.Number)),
        };
    }

    (IReadOnlyList<long>, long, int?) Plain(CaseQuery query, HashSet<string>? units, long nowUs)
    {
        var (numbers, total) = ListCases.Run(desk.Board, query, units, nowUs);
        return (numbers, total, null);
    }

    /// <summary>Words stand on disk, so only the first cases that the other filters leave are read.</summary>
    (IReadOnlyList<long>, long, int?) Said(CaseQuery query, string text, HashSet<string>? units, long nowUs)
    {
        var (candidates, all) = ListCases.Run(desk.Board, query with { Offset = 0, Limit = MostRead }, units, nowUs);
        var found = desk.Db.Read(tx =>
        {
            var hits = new List<long>();
            foreach (var some in candidates.Chunk(500))
            {
                var cases = CaseStore.Find(tx, some);
                var said = ApartStore.SaidOf(tx, [.. cases.Select(c => c.FirstMatter)]);
                hits.AddRange(cases.Where(c => said.TryGetValue(c.FirstMatter, out var words) && Holds(words, text)).Select(c => c.Number));
            }
            return hits;
        });
        return ([.. found.Skip(query.Offset).Take(query.Limit)], found.Count, all > candidates.Count ? candidates.Count : null);
    }

    static bool Holds(Said said, string text) =>
        said.Words.Contains(text, StringComparison.OrdinalIgnoreCase) || said.Place?.Contains(text, StringComparison.OrdinalIgnoreCase) == true;

    (string To, long AtUs) Last(long number)
    {
        foreach (var entry in desk.StoryOf(number).Reverse())
            if (entry.Events.OfType<CaseEscalated>().LastOrDefault() is { } last) return (last.To, entry.AtUs);
        return ("", 0);
    }
}
