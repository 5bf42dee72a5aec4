namespace Cardo.Server.Demo.City;

/// <summary>The city's limits, its districts and its river.</summary>
internal static class Ground
{
    const double Edge = Plan.HalfWidth_m;
    const int Step = 60;

    public static void Draw(Draft draft, CityNames names)
    {
        draft.Add("AdministrativeArea", DemoCity.MarkerId, names.City, draft.Area(Rim()), Say.Text("adminLevel", "city"), Say.Number("population", 41_300));
        Districts(draft, names);
        River(draft, names);
    }

    static IEnumerable<(double, double)> Rim()
    {
        for (var x = -Edge; x < Edge; x += Step) yield return (x, -Edge);
        for (var y = -Edge; y < Edge; y += Step) yield return (Edge, y);
        for (var x = Edge; x > -Edge; x -= Step) yield return (x, Edge);
        for (var y = Edge; y > -Edge; y -= Step) yield return (-Edge, y);
    }

    // Three to the north of the river and three to the south, parted by streets.
    static void Districts(Draft draft, CityNames names)
    {
        var plan = draft.Plan;
        double[] cuts = [-Edge, plan.Xs[plan.Xs.Length / 3], plan.Xs[plan.Xs.Length * 2 / 3], Edge];
        for (var i = 0; i < 6; i++)
        {
            var (west, east, outer) = (cuts[i % 3], cuts[i % 3 + 1], i < 3 ? Edge : -Edge);
            var corners = new List<(double, double)>();
            for (var x = west; x < east; x += Step) corners.Add((x, plan.RiverAt(x)));
            corners.Add((east, plan.RiverAt(east)));
            corners.Add((east, outer));
            for (var x = east - Step; x > west; x -= Step) corners.Add((x, outer));
            corners.Add((west, outer));
            draft.Add("AdministrativeArea", names.Districts[i % names.Districts.Count], draft.Area(corners),
                Say.Text("adminLevel", "district"), Say.Link("isPartOf", DemoCity.MarkerId), Say.Number("population", Math.Round(4_000 + 5_800 * plan.Chance(30, i))));
        }
    }

    static void River(Draft draft, CityNames names)
    {
        var plan = draft.Plan;
        var banks = new List<(double X, double Y)>();
        for (var x = -Edge; x <= Edge; x += 30) banks.Add((x, plan.RiverAt(x) - plan.RiverHalf(x)));
        for (var x = Edge; x >= -Edge; x -= 30) banks.Add((x, plan.RiverAt(x) + plan.RiverHalf(x)));
        var id = draft.Add("WaterBody", names.River, draft.Area(banks), Say.Text("waterBodyType", "river"));
        for (var x = -Edge + 40; x < Edge; x += 55)
        {
            var side = plan.Chance(31, (long)x) < 0.5 ? -1 : 1;
            draft.Spot("river", x, plan.RiverAt(x) + side * (plan.RiverHalf(x) - 2), id, names.River);
        }
        foreach (var (side, name) in new[] { (-1, names.River.With(" South Quay", "南岸路", "南岸路")), (1, names.River.With(" North Quay", "北岸路", "北岸路")) })
        {
            var quay = new List<(double X, double Y)>();
            for (var x = -Edge; x <= Edge; x += 30) quay.Add((x, plan.RiverAt(x) + side * (plan.RiverHalf(x) + 10)));
            Streets.Add(draft, name, quay, "tertiary", 9);
        }
    }
}
