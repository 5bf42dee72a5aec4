using System.Globalization;
using System.Security;
using System.Text;
using System.Xml;
using Cardo.Kernel;
using Cardo.Traffic.Networks;
using Cardo.Traffic.Sumo;

namespace Cardo.Traffic.Trying;

/// <summary>One run of a pair, with or without the change.</summary>
/// <param name="Lost_s">by road, time lost there by everybody, s</param>
internal sealed record SideRun(ControlResult Result, IReadOnlyDictionary<string, double> Lost_s)
{
    public static Outcome<SideRun> Run(TryRequest request, SumoScenario scenario, Prepared prepared, string folder, int seed, bool changed, Action<double> progress, CancellationToken cancel)
    {
        var stem = Path.Combine(folder, $"{seed}-{(changed ? "change" : "today")}");
        var (more, roads) = (stem + ".add.xml", stem + ".roads.xml");
        File.WriteAllText(more, Additional(prepared, scenario, changed, roads));
        var control = changed ? prepared.Change.Control : prepared.Change.Today;
        var run = new ControlRequest(request.ConfigFile, seed, control, null, changed ? prepared.Change.Demand : 1)
        {
            Patient = request.Patient,
            Extra = ["--additional-files", string.Join(',', [.. scenario.Additional, more])],
        };
        if (!ControlRun.Run(run, progress, cancel).Try(out var result, out var refusal)) return refusal;
        return Lost(roads).Try(out var lost, out refusal) ? new SideRun(result, lost) : refusal;
    }

    /// <summary>What SUMO is told besides: the plans, the closed roads, and to count what is lost on each road.</summary>
    internal static string Additional(Prepared prepared, SumoScenario scenario, bool changed, string roadsFile)
    {
        var text = new StringBuilder("<additional>\n");
        text.Append(CultureInfo.InvariantCulture, $"  <edgeData id=\"roads\" file=\"{X(roadsFile)}\" excludeEmpty=\"true\"/>\n");
        if (changed)
        {
            foreach (var (signal, plan) in prepared.Plans)
            {
                text.Append(CultureInfo.InvariantCulture, $"  <tlLogic id=\"{X(signal)}\" type=\"static\" programID=\"cardo-try\" offset=\"{plan.Offset_s}\">");
                foreach (var phase in plan.Phases) text.Append(CultureInfo.InvariantCulture, $"<phase duration=\"{phase.Duration_s}\" state=\"{X(phase.State)}\"/>");
                text.Append("</tlLogic>\n");
            }
            if (prepared.Change.Closed.Count > 0) Close(text, prepared, scenario);
        }
        return text.Append("</additional>\n").ToString();
    }

    // Everybody hears of it wherever he is and looks for another way. Who wants to go to a closed road itself ends where it begins.
    static void Close(StringBuilder text, Prepared prepared, SumoScenario scenario)
    {
        var edges = prepared.Network.Lanes.Values.Where(l => !l.Inside && l.Cars).Select(l => l.Edge).Distinct().Order(StringComparer.Ordinal);
        text.Append("  <rerouter id=\"cardo-closed\" edges=\"").Append(X(string.Join(' ', edges))).Append("\">\n");
        foreach (var closure in prepared.Change.Closed)
            text.Append(CultureInfo.InvariantCulture, $"    <interval begin=\"{closure.From_s ?? scenario.Begin_s}\" end=\"{closure.To_s ?? 1e7}\"><closingReroute id=\"{X(closure.Edge)}\"/></interval>\n");
        text.Append("  </rerouter>\n");
    }

    static Outcome<Dictionary<string, double>> Lost(string file)
    {
        var lost = new Dictionary<string, double>(StringComparer.Ordinal);
        return ReadNetwork.Each(file, x => Take(x, lost)).Try(out _, out var refusal) ? lost : refusal;
    }

    static void Take(XmlReader x, Dictionary<string, double> lost)
    {
        if (x.Name == "edge" && x.GetAttribute("id") is { } id && double.TryParse(x.GetAttribute("timeLoss"), NumberStyles.Float, CultureInfo.InvariantCulture, out var s)) lost[id] = lost.GetValueOrDefault(id) + s;
    }

    static string X(string text) => SecurityElement.Escape(text);
}
