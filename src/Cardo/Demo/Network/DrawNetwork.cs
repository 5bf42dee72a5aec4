using System.Globalization;
using System.Security;
using System.Text;
using Cardo.Server.Demo.City;

namespace Cardo.Server.Demo.Network;

/// <summary>
/// Draws the signalled middle of the demo's city for SUMO: two rows of main streets and the five that cross them, as
/// netconvert's plain nodes and edges in degrees, with the hour's demand and a few emergency trips.
/// </summary>
internal sealed class DrawNetwork(Plan plan, CityNames names)
{
    static readonly int[] columns = [6, 9, 12, 15, 18], rows = [6, 9];

    /// <summary>How far the streets go on beyond the last signal, m.</summary>
    const double Beyond_m = 220;
    const int Step_m = 30, Hour_s = 3600, EmergencyEvery_s = 180;

    public string Nodes()
    {
        var text = new StringBuilder("<nodes>\n");
        foreach (var c in columns)
            foreach (var r in rows) Node(text, $"J{c}-{r}", plan.Xs[c], plan.Ys[r], "traffic_light");
        foreach (var r in rows)
        {
            Node(text, $"W{r}", plan.Xs[columns[0]] - Beyond_m, plan.Ys[r], "priority");
            Node(text, $"E{r}", plan.Xs[columns[^1]] + Beyond_m, plan.Ys[r], "priority");
        }
        foreach (var c in columns)
        {
            Node(text, $"S{c}", plan.Xs[c], plan.Ys[rows[0]] - Beyond_m, "priority");
            Node(text, $"N{c}", plan.Xs[c], plan.Ys[rows[^1]] + Beyond_m, "priority");
        }
        return text.Append("</nodes>\n").ToString();
    }

    public string Edges()
    {
        var text = new StringBuilder("<edges>\n");
        foreach (var r in rows)
        {
            string[] nodes = [$"W{r}", .. columns.Select(c => $"J{c}-{r}"), $"E{r}"];
            double[] at = [plan.Xs[columns[0]] - Beyond_m, .. columns.Select(c => plan.Xs[c]), plan.Xs[columns[^1]] + Beyond_m];
            Street(text, nodes, at, x => (x, plan.Ys[r]), Streets.East(names, plan, r), r);
        }
        foreach (var c in columns)
        {
            string[] nodes = [$"S{c}", .. rows.Select(r => $"J{c}-{r}"), $"N{c}"];
            double[] at = [plan.Ys[rows[0]] - Beyond_m, .. rows.Select(r => plan.Ys[r]), plan.Ys[rows[^1]] + Beyond_m];
            Street(text, nodes, at, y => (plan.Xs[c], y), Streets.North(names, c), c);
        }
        return text.Append("</edges>\n").ToString();
    }

    /// <summary>Who turns left has the leftmost lane to himself, so that the plans get a phase for him.</summary>
    public static string Turns()
    {
        var text = new StringBuilder("<connections>\n");
        for (var c = 0; c < columns.Length; c++)
            for (var r = 0; r < rows.Length; r++)
            {
                var here = $"J{columns[c]}-{rows[r]}";
                // Counter-clockwise: from each one the next but three lies to the right, the next to the left of who comes from there.
                string[] around = [At(c, r + 1), At(c - 1, r), At(c, r - 1), At(c + 1, r)];
                for (var from = 0; from < 4; from++)
                {
                    var left = Lanes(from, c, r) - 1;
                    Turn(text, here, around[from], around[(from + 1) % 4], 0, 0);
                    for (var lane = 0; lane < left; lane++) Turn(text, here, around[from], around[(from + 2) % 4], lane, lane);
                    Turn(text, here, around[from], around[(from + 3) % 4], left, Lanes(from + 1, c, r) - 1);
                }
            }
        return text.Append("</connections>\n").ToString();
    }

    static void Turn(StringBuilder text, string here, string from, string to, int lane, int toLane) =>
        text.Append(CultureInfo.InvariantCulture, $"  <connection from=\"{from}_{here}\" to=\"{here}_{to}\" fromLane=\"{lane}\" toLane=\"{toLane}\"/>\n");

    /// <summary>Lanes of the street that comes from the north (0), west, south or east: even ones are a column's.</summary>
    static int Lanes(int side, int c, int r) => Plan.ClassOf(side % 2 == 0 ? columns[c] : rows[r]) == "primary" ? 3 : 2;

    static string At(int c, int r) => c < 0 ? $"W{rows[r]}" : c >= columns.Length ? $"E{rows[r]}" : r < 0 ? $"S{columns[c]}" : r >= rows.Length ? $"N{columns[c]}" : $"J{columns[c]}-{rows[r]}";

    public static string Kinds() => "<types>\n  <type id=\"highway.primary\" priority=\"12\" numLanes=\"3\" speed=\"16.67\"/>\n  <type id=\"highway.secondary\" priority=\"11\" numLanes=\"2\" speed=\"13.89\"/>\n</types>\n";

    /// <summary>Who drives in the hour: along the streets, and from each end a share to all the others.</summary>
    public static string Routes()
    {
        var text = new StringBuilder("<routes>\n");
        foreach (var (from, to, main) in Through())
        {
            Flow(text, from, to, main ? 480 : 220);
            Flow(text, to, from, main ? 400 : 190);
        }
        string[] ends = [.. rows.SelectMany(r => new[] { $"W{r}", $"E{r}" }), .. columns.SelectMany(c => new[] { $"S{c}", $"N{c}" })];
        for (var i = 0; i < ends.Length; i++)
            for (var k = 2; k < ends.Length; k += 5) Flow(text, ends[i], ends[(i + k) % ends.Length], 16);
        return text.Append("</routes>\n").ToString();
    }

    /// <summary>Trips with a siren, every three minutes.</summary>
    public static string Emergencies()
    {
        var text = new StringBuilder("<routes>\n  <vType id=\"siren\" vClass=\"emergency\" maxSpeed=\"25\"/>\n");
        (string From, string To)[] trips = [("W9", "E9"), ("S9", "E6"), ("E6", "W6"), ("N15", "S12"), ("E9", "S6")];
        for (var n = 0; n * EmergencyEvery_s < Hour_s; n++)
            text.Append(CultureInfo.InvariantCulture, $"  <trip id=\"siren-{n}\" type=\"siren\" depart=\"{120 + n * EmergencyEvery_s}\" from=\"{In(trips[n % trips.Length].From)}\" to=\"{Out(trips[n % trips.Length].To)}\" departLane=\"best\" departSpeed=\"max\"/>\n");
        return text.Append("</routes>\n").ToString();
    }

    public static string Config(string name) => $"""
        <configuration>
          <input><net-file value="{name}.net.xml.gz"/><route-files value="{name}.rou.xml"/></input>
          <time><begin value="0"/><end value="{Hour_s}"/></time>
        </configuration>

        """;

    static IEnumerable<(string From, string To, bool Main)> Through() =>
        rows.Select(r => ($"W{r}", $"E{r}", Plan.ClassOf(r) == "primary")).Concat(columns.Select(c => ($"S{c}", $"N{c}", Plan.ClassOf(c) == "primary")));

    void Node(StringBuilder text, string id, double x, double y, string type)
    {
        var (lon, lat) = plan.Lay(x, y);
        text.Append(CultureInfo.InvariantCulture, $"  <node id=\"{id}\" x=\"{lon}\" y=\"{lat}\" type=\"{type}\"/>\n");
    }

    void Street(StringBuilder text, string[] nodes, double[] at, Func<double, (double X, double Y)> lay, CityName name, int line)
    {
        var kind = Plan.ClassOf(line);
        for (var i = 0; i + 1 < nodes.Length; i++)
        {
            var pieces = Math.Max(1, (int)((at[i + 1] - at[i]) / Step_m));
            var shape = Enumerable.Range(0, pieces + 1).Select(p => lay(at[i] + (at[i + 1] - at[i]) * p / pieces)).Select(p => plan.Lay(p.X, p.Y)).Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Lon},{p.Lat}")).ToList();
            foreach (var (from, to, points) in new[] { (nodes[i], nodes[i + 1], shape), (nodes[i + 1], nodes[i], Enumerable.Reverse(shape).ToList()) })
                text.Append(CultureInfo.InvariantCulture, $"  <edge id=\"{from}_{to}\" from=\"{from}\" to=\"{to}\" name=\"{SecurityElement.Escape(name.En)}\" type=\"highway.{kind}\" shape=\"{string.Join(' ', points)}\"><param key=\"name:zh-Hans\" value=\"{name.Hans}\"/><param key=\"name:zh-Hant\" value=\"{name.Hant}\"/></edge>\n");
        }
    }

    static void Flow(StringBuilder text, string from, string to, int veh_h) =>
        text.Append(CultureInfo.InvariantCulture, $"  <flow id=\"{from}-{to}-{veh_h}\" from=\"{In(from)}\" to=\"{Out(to)}\" begin=\"0\" end=\"{Hour_s}\" probability=\"{veh_h / 3600.0:0.####}\" departLane=\"best\" departSpeed=\"max\"/>\n");

    /// <summary>The road into the city from one of its ends.</summary>
    static string In(string end) => $"{end}_{Gate(end)}";

    static string Out(string end) => $"{Gate(end)}_{end}";

    static string Gate(string end) => end[0] switch
    {
        'W' => $"J{columns[0]}-{end[1..]}",
        'E' => $"J{columns[^1]}-{end[1..]}",
        'S' => $"J{end[1..]}-{rows[0]}",
        _ => $"J{end[1..]}-{rows[^1]}",
    };
}
