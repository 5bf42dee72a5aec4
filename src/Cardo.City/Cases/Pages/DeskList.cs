using System.Globalization;
using Cardo.Cases.Board;
using Cardo.Ui;

namespace Cardo.Cases.Pages;

/// <summary>Finds what the desk shows, as a list and on the map, by the same filters.</summary>
internal sealed class DeskList(CaseDesk desk, Districts districts)
{
    const int PageLength = 50;

    public DeskView Run(Func<string, string> asked, HashSet<string>? units, Reader reader)
    {
        var (query, wanted) = Query(asked, units);
        var (numbers, total) = ListCases.Run(desk.Board, query, wanted, reader.NowUs);
        var lines = Look.Rows(desk, numbers, reader.Lang);
        var tally = ListCases.Count(desk.Board, units, reader.NowUs);
        return new DeskView(query with { Unit = asked("unit") }, asked("district"), lines, total)
        {
            Districts = districts.All(reader.Lang),
            // A department never sees what nobody has: choosing is the duty desk's.
            Tally = units is null ? tally : tally with { Waiting = 0 },
            Checks = units is null ? ListCases.Run(desk.Board, new CaseQuery("check", null, null, "due", 0, 0), null, reader.NowUs).Total : null,
            Escalations = desk.EscalationsOf([.. lines.Where(l => l.Case.Commitment is { Level: > 0 }).Select(l => l.Case.Number)]),
        };
    }

    /// <summary>Marks of the same cases for a box of the map.</summary>
    public CasesDrawn Map(Func<string, string> asked, HashSet<string>? units, (double West, double South, double East, double North) box, long nowUs)
    {
        var (query, wanted) = Query(asked, units);
        return MapCases.Run(box.West, box.South, box.East, box.North, new CaseFilter(desk.Board, query, wanted, nowUs), 0, nowUs);
    }

    (CaseQuery Query, HashSet<string>? Units) Query(Func<string, string> asked, HashSet<string>? units)
    {
        var offset = int.TryParse(asked("offset"), NumberStyles.None, CultureInfo.InvariantCulture, out var o) ? o : 0;
        var query = new CaseQuery(ListCases.States.Contains(asked("state")) ? asked("state") : "open", asked("service"), null,
            ListCases.Sorts.Contains(asked("sort").TrimStart('-')) ? asked("sort") : "due", offset, PageLength, districts.Inside(asked("district")), asked("q").Trim());
        // A department is asked for with its crews; and nobody sees beyond the units they have.
        return (query, asked("unit") is { Length: > 0 } unit ? desk.Profile.Units.Keys.Where(u => desk.Profile.Department(u) == unit && units?.Contains(u) != false).ToHashSet() : units);
    }
}
