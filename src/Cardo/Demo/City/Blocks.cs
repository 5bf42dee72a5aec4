namespace Cardo.Server.Demo.City;

/// <summary>What fills the blocks between the streets: parks, a pond, buildings lot by lot.</summary>
internal static class Blocks
{
    public static void Draw(Draft draft, CityNames names)
    {
        var plan = draft.Plan;
        var taken = new bool[plan.Xs.Length, plan.Ys.Length];
        Parks(draft, names, taken);
        for (var i = 0; i + 1 < plan.Xs.Length; i++)
            for (var j = 0; j + 1 < plan.Ys.Length; j++)
                if (!taken[i, j]) Lots(draft, i, j);
    }

    static (double West, double South, double East, double North) Inside(Plan plan, int i, int j, int wide = 1, int high = 1) => (
        plan.Xs[i] + Plan.Breadth_m(i) / 2 + 3, plan.Ys[j] + Plan.Breadth_m(j) / 2 + 3,
        plan.Xs[i + wide] - Plan.Breadth_m(i + wide) / 2 - 3, plan.Ys[j + high] - Plan.Breadth_m(j + high) / 2 - 3);

    static void Parks(Draft draft, CityNames names, bool[,] taken)
    {
        var plan = draft.Plan;
        var made = 0;
        for (var attempt = 0; attempt < 400 && made < names.Parks.Count; attempt++)
        {
            var size = made == 0 ? 3 : plan.Chance(41, attempt) < 0.35 ? 2 : 1;
            var i = 1 + (int)(plan.Chance(42, attempt) * (plan.Xs.Length - size - 2));
            var j = 1 + (int)(plan.Chance(43, attempt) * (plan.Ys.Length - size - 2));
            var box = Inside(plan, i, j, size, size);
            var corners = Round(box).ToList();
            if (corners.Exists(c => plan.IsWet(c.X, c.Y, 20)) || Taken(taken, i, j, size)) continue;
            for (var a = i; a < i + size; a++)
                for (var b = j; b < j + size; b++) taken[a, b] = true;
            var id = draft.Add("Park", names.Parks[made], draft.Area(corners), Say.Text("category", "park"));
            if (made == 0) Pond(draft, names.Pond, box);
            for (var n = 0; n < 4 * size; n++)
                draft.Spot("park", box.West + (box.East - box.West) * plan.Chance(44, made * 100 + n), box.South + (box.North - box.South) * plan.Chance(45, made * 100 + n), id, names.Parks[made]);
            made++;
        }
    }

    static bool Taken(bool[,] taken, int i, int j, int size)
    {
        for (var a = i - 1; a <= i + size; a++)
            for (var b = j - 1; b <= j + size; b++)
                if (a >= 0 && b >= 0 && a < taken.GetLength(0) && b < taken.GetLength(1) && taken[a, b]) return true;
        return false;
    }

    // Corners every thirty metres, so that the park bends with the streets around it.
    static IEnumerable<(double X, double Y)> Round((double West, double South, double East, double North) box)
    {
        for (var x = box.West; x < box.East; x += 30) yield return (x, box.South);
        for (var y = box.South; y < box.North; y += 30) yield return (box.East, y);
        for (var x = box.East; x > box.West; x -= 30) yield return (x, box.North);
        for (var y = box.North; y > box.South; y -= 30) yield return (box.West, y);
    }

    static void Pond(Draft draft, CityName name, (double West, double South, double East, double North) box)
    {
        var (x, y) = ((box.West + box.East) / 2, (box.South + box.North) / 2);
        var (wide, high) = ((box.East - box.West) * 0.28, (box.North - box.South) * 0.19);
        var shore = Enumerable.Range(0, 40).Select(n => (Angle: n * Math.Tau / 40, Wave: 1 + 0.12 * Math.Sin(n * Math.Tau / 40 * 3)))
            .Select(n => (x + wide * n.Wave * Math.Cos(n.Angle), y + high * n.Wave * Math.Sin(n.Angle)));
        draft.Add("WaterBody", name, draft.Area(shore), Say.Text("waterBodyType", "pond"));
    }

    static void Lots(Draft draft, int i, int j)
    {
        var plan = draft.Plan;
        var (west, south, east, north) = Inside(plan, i, j);
        // The middle of the city stands closer and higher.
        var centre = Math.Exp(-(west * west + south * south) / (2 * 600 * 600));
        var columns = Math.Max(1, (int)((east - west) / (26 + 14 * plan.Chance(51, i * 100 + j))));
        var key = (i * 100L + j) * 100;
        for (var c = 0; c < columns; c++)
            for (var row = 0; row < 2; row++)
            {
                key++;
                if (plan.Chance(52, key) > 0.72 + 0.25 * centre) continue;
                var (wide, high) = ((east - west) / columns, (north - south) / 2);
                var (x0, x1) = (west + c * wide + 2, west + (c + 1) * wide - 2);
                var depth = (high - 4) * (0.45 + 0.4 * plan.Chance(53, key));
                var (y0, y1) = row == 0 ? (south, south + depth) : (north - depth, north);
                Building(draft, key, x0, y0, x1, y1, centre);
            }
    }

    static void Building(Draft draft, long key, double x0, double y0, double x1, double y1, double centre)
    {
        var plan = draft.Plan;
        (double X, double Y)[] corners = [(x0, y0), (x1, y0), (x1, y1), (x0, y1)];
        if (Array.Exists(corners, c => plan.IsWet(c.X, c.Y, 22) || Math.Abs(c.X) > Plan.HalfWidth_m || Math.Abs(c.Y) > Plan.HalfWidth_m)) return;
        // An angle is cut out of every third one: a yard.
        if (plan.Chance(54, key) < 0.33 && x1 - x0 > 16 && y1 - y0 > 12)
            corners = [(x0, y0), (x1, y0), (x1, (y0 + y1) / 2), ((x0 + x1) / 2, (y0 + y1) / 2), ((x0 + x1) / 2, y1), (x0, y1)];
        var floors = 1 + (int)(plan.Chance(55, key) * (3 + 9 * centre));
        var use = plan.Chance(56, key) is var share && share < 0.12 + 0.3 * centre ? "commercial" : share < 0.5 ? "apartments" : "house";
        var name = new CityName($"Building {key}", $"{key}号楼", $"{key}號樓");
        var id = draft.Add("Building", name, draft.Area(corners), Say.Text("category", use), Say.Number("floorsAboveGround", floors), Say.Number("height", Math.Round(floors * 3.1 + 1, 1), "MTR"));
        if (use == "commercial") draft.Spot("building", (x0 + x1) / 2, (y0 + y1) / 2, id, name);
    }
}
