using System.Text;
using System.Xml;
using Cardo.Cases.Store;
using Cardo.Kernel;
using Cardo.Ui;
using Microsoft.AspNetCore.Http;

namespace Cardo.Cases.Cap;

/// <summary>The alerts that stand, as an Atom feed that leads to each one.</summary>
internal static class CapFeed
{
    const int Most = 200;

    public static IResult One(long number, HttpContext http, CaseDesk desk, Reader reader) =>
        desk.Find(number) is { } @case && IsAlert(desk, number) ? Xml(CapAlert.Write(@case, desk.Profile, Sender(http), reader.Zone), "application/cap+xml") : Results.NotFound();

    // What residents report is nobody's warning: only what sensors raised is.
    static bool IsAlert(CaseDesk desk, long number) => desk.MattersOf(number, 1) is [{ Source: MatterSource.Alarm }];

    static string Sender(HttpContext http) => http.Request.Host.Host;

    static IResult Xml(byte[] bytes, string type) => Results.Bytes(bytes, type + "; charset=utf-8");

    public static IResult All(HttpContext http, CaseDesk desk, Reader reader)
    {
        var open = new List<long>();
        desk.Board.Visit(openOnly: true, newestFirst: true, (in spot) =>
        {
            open.Add(spot.Number);
            return open.Count < 10 * Most;
        });
        var cases = desk.Db.Read(tx => CaseStore.Find(tx, open)).Where(c => c.Alarms.Count > 0).Take(Most).ToList();
        var root = $"{http.Request.Scheme}://{http.Request.Host}";
        using var bytes = new MemoryStream();
        using (var xml = XmlWriter.Create(bytes, new XmlWriterSettings { Encoding = new UTF8Encoding(false) }))
        {
            xml.WriteStartElement("feed", "http://www.w3.org/2005/Atom");
            xml.WriteElementString("id", root + "/alerts/cap");
            xml.WriteElementString("title", reader.City);
            xml.WriteElementString("updated", Instants.Format(cases.Count > 0 ? cases.Max(c => c.UpdatedUs) : reader.NowUs));
            foreach (var each in cases)
            {
                xml.WriteStartElement("entry");
                xml.WriteElementString("id", $"{root}/alerts/cap/{each.Number}");
                xml.WriteElementString("title", desk.Profile.Services.GetValueOrDefault(each.Service)?.Name.In(reader.Lang) ?? each.Service);
                xml.WriteElementString("updated", Instants.Format(each.UpdatedUs));
                xml.WriteStartElement("link");
                xml.WriteAttributeString("rel", "alternate");
                xml.WriteAttributeString("type", "application/cap+xml");
                xml.WriteAttributeString("href", $"{root}/alerts/cap/{each.Number}");
                xml.WriteEndElement();
                xml.WriteEndElement();
            }
            xml.WriteEndElement();
        }
        return Xml(bytes.ToArray(), "application/atom+xml");
    }
}
