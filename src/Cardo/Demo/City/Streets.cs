namespace Cardo.Server.Demo.City;

/// <summary>Streets along the plan's lines, cut at the river where there is no bridge, in segments of about three blocks.</summary>
internal static class Streets
{
    const double Edge = Plan.HalfWidth_m;
    const int Step = 30, Longest = 12;

    public static void Draw(Draft draft, CityNames names)
    {
        var plan = draft.Plan;
        for (var i = 0; i < plan.Xs.Length; i++)
        {
            var x = plan.Xs[i];
            Cut(draft, North(names, i), Walk().Select(y => (x, y)), Plan.HasBridge(i), i);
        }
        for (var i = 0; i < plan.Ys.Length; i++)
        {
            var y = plan.Ys[i];
            Cut(draft, East(names, plan, i), Walk().Select(x => (x, y)), false, i);
        }
    }

    /// <summary>The name of a line that runs north.</summary>
    public static CityName North(CityNames names, int line) => names.Streets[line % names.Streets.Count].With(line % 6 == 3 ? " Avenue" : " Road", line % 6 == 3 ? "大道" : "路", line % 6 == 3 ? "大道" : "路");

    /// <summary>The name of a line that runs east.</summary>
    public static CityName East(CityNames names, Plan plan, int line) => names.Streets[(line + plan.Xs.Length) % names.Streets.Count].With(line % 6 == 3 ? " Boulevard" : " Street", line % 6 == 3 ? "大街" : "街", line % 6 == 3 ? "大街" : "街");

    static IEnumerable<double> Walk()
    {
        for (var at = -Edge; at <= Edge; at += Step) yield return at;
    }

    static void Cut(Draft draft, CityName name, IEnumerable<(double X, double Y)> points, bool bridge, int line)
    {
        var piece = new List<(double X, double Y)>();
        foreach (var at in points)
        {
            var wet = draft.Plan.IsWet(at.X, at.Y, 12);
            if (!wet || bridge) piece.Add(at);
            if (piece.Count < Longest && (!wet || bridge)) continue;
            Add(draft, name, piece, Plan.ClassOf(line), Plan.Breadth_m(line));
            piece = wet && !bridge ? [] : [at];
        }
        Add(draft, name, piece, Plan.ClassOf(line), Plan.Breadth_m(line));
    }

    public static void Add(Draft draft, CityName name, List<(double X, double Y)> points, string roadClass, double breadth_m)
    {
        for (var from = 0; from < points.Count - 1; from += Longest - 1)
        {
            var part = points.GetRange(from, Math.Min(Longest, points.Count - from));
            var id = draft.Add("RoadSegment", name, draft.Line(part), Say.Text("roadClass", roadClass), Say.Number("width", breadth_m, "MTR"), Say.Number("maximumAllowedSpeed", roadClass == "primary" ? 60 : roadClass == "residential" ? 30 : 50, "KMH"));
            Furnish(draft, id, name, part, breadth_m);
        }
    }

    // A lamp's place every thirty metres, on alternate sides; a corner's at each end.
    static void Furnish(Draft draft, string id, CityName name, List<(double X, double Y)> part, double breadth_m)
    {
        for (var i = 0; i < part.Count - 1; i++)
        {
            var (dx, dy) = (part[i + 1].X - part[i].X, part[i + 1].Y - part[i].Y);
            var length = Math.Sqrt(dx * dx + dy * dy);
            var side = (i % 2 == 0 ? 1 : -1) * (breadth_m / 2 + 1.2) / length;
            var (x, y) = ((part[i].X + part[i + 1].X) / 2 - dy * side, (part[i].Y + part[i + 1].Y) / 2 + dx * side);
            if (draft.Plan.IsWet(x, y)) continue;
            draft.Spot(i == part.Count / 2 ? "corner" : "street", x, y, id, name);
        }
    }
}
