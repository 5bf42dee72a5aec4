namespace Cardo.Cases.Board;

/// <summary>Counts how cases found their department.</summary>
internal sealed class DispatchSum(CaseBoard board, Func<string, string> department)
{
    readonly Dictionary<ushort, string> departments = [];
    int all, auto, judged, right, drawn, checks, checksRight, asked, sure, told, toldRight, sureTold, sureRight;

    public Dispatching Made => new(all, auto, judged, right, drawn, checks, checksRight, asked, sure, told, toldRight, sureTold, sureRight);

    public void Add(Spot spot)
    {
        all++;
        if (spot.Auto >= 2)
        {
            auto++;
            if (spot.Status == CaseStatus.Closed)
            {
                judged++;
                if (spot.FirstUnit == spot.Unit) right++;
            }
        }
        if (spot.Check > 0) drawn++;
        if (spot.Check > 1) checks++;
        if (spot.Check == 2) checksRight++;
        if (spot.Advised != 0) Advised(spot);
    }

    void Advised(Spot spot)
    {
        asked++;
        var itself = spot.Auto == 3;
        if (itself) sure++;
        if (spot.Answer == 0) return;
        var same = Department(spot.Answer) == Department(spot.Advised);
        told++;
        if (same) toldRight++;
        if (!itself) return;
        sureTold++;
        if (same) sureRight++;
    }

    string Department(ushort unit) => departments.TryGetValue(unit, out var known) ? known : departments[unit] = department(board.Name(unit));
}
