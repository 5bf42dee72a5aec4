using System.Text;
using Cardo.Cases.Board;
using Cardo.Cases.Learning;
using Cardo.Ui;

namespace Cardo.Cases.Pages;

/// <summary>The public pages' figures as tables, so that anybody can count again.</summary>
internal static class PublicFiles
{
    /// <summary>All together, then by service, then by department. Shares are of <c>due</c>, with their 95 % interval (Wilson); times in seconds.</summary>
    public static string Levels(Figures figures, CaseDesk desk, Reader reader)
    {
        var text = new StringBuilder("kind,code,name,reported,open,due,on_time,on_time_share,on_time_low,on_time_high,half_done_s,closed_mean_s\r\n");
        Row(text, "all", "", figures.All);
        foreach (var level in figures.Services) Row(text, "service", Look.Service(desk, reader, level.Name), level);
        foreach (var level in figures.Departments) Row(text, "department", Look.Unit(desk, reader, level.Name), level);
        return text.ToString();
    }

    static void Row(StringBuilder text, string kind, string name, Level l) =>
        text.AppendJoin(',', [kind, Csv.Cell(l.Name), Csv.Cell(name), Csv.Cell(l.Reported), Csv.Cell(l.Open), Csv.Cell(l.Due), Csv.Cell(l.OnTime), .. Share(l.OnTime, l.Due), Csv.Cell(Seconds(l.MedianUs)), Csv.Cell(Seconds(l.MeanUs))]).Append("\r\n");

    /// <summary>How well cases find their department: each share with its parts and its 95 % interval (Wilson).</summary>
    public static string Dispatching(Dispatching dispatching, Reader reader)
    {
        var text = new StringBuilder("figure,name,part,whole,share,low,high\r\n");
        foreach (var (key, part, whole) in dispatching.Shares)
            text.AppendJoin(',', [key, Csv.Cell(reader["cases.levels." + key]), Csv.Cell(part), Csv.Cell(whole), .. Share(part, whole)]).Append("\r\n");
        return text.ToString();
    }

    /// <summary>A case a row, as the page shows them: no contact data, no numbers or addresses in what was said.</summary>
    public static string Reported(IEnumerable<CaseLine> lines, CaseDesk desk, Reader reader)
    {
        var text = new StringBuilder("number,service,service_name,status,department,department_name,opened,updated,closed,resolution,lon,lat,place,words\r\n");
        foreach (var (c, words, place) in lines)
            text.AppendJoin(',', [Csv.Cell(c.Number), Csv.Cell(c.Service), Csv.Cell(Look.Service(desk, reader, c.Service)), c.Status.ToString().ToLowerInvariant(), Csv.Cell(c.Unit), Csv.Cell(Look.Unit(desk, reader, c.Unit)),
                Csv.Moment(c.OpenedUs), Csv.Moment(c.UpdatedUs), Csv.Moment(c.ClosedUs), Csv.Cell(c.Resolution), Csv.Cell(c.Lon), Csv.Cell(c.Lat), Csv.Cell(place), Csv.Cell(words)]).Append("\r\n");
        return text.ToString();
    }

    static string[] Share(int part, int whole)
    {
        if (whole == 0) return ["", "", ""];
        var (low, high) = Measures.Wilson(part, whole);
        return [Csv.Cell(Math.Round((double)part / whole, 6)), Csv.Cell(Math.Round(low, 6)), Csv.Cell(Math.Round(high, 6))];
    }

    static double? Seconds(double? us) => us is { } at ? Math.Round(at / 1e6, 3) : null;
}
