using Cardo.Standards.JsonLd;

namespace Cardo.Twin.NgsiLd;

/// <summary>GET /info/sourceIdentity (clause 5.15): who answers here and since when.</summary>
internal static class IdentityOperation
{
    static readonly string version = typeof(IdentityOperation).Assembly.GetName().Version?.ToString(3) ?? "0";

    public static ValueTask<LdError?> Identity(LdCall call) => Answer.Json(call, w =>
    {
        var up = call.Room.Clock.GetUtcNow() - call.Room.Started;
        w.WriteString("id"u8, "urn:ngsi-ld:ContextSourceIdentity:cardo");
        w.WriteString("type"u8, "ContextSourceIdentity"u8);
        w.WriteString("contextSourceAlias"u8, "cardo-" + version);
        w.WriteString("contextSourceUptime"u8, System.Xml.XmlConvert.ToString(up < TimeSpan.Zero ? TimeSpan.Zero : TimeSpan.FromSeconds(Math.Floor(up.TotalSeconds))));
        w.WriteString("contextSourceTimeAt"u8, Cardo.Standards.NgsiLd.LdTime.Format(Kernel.Instants.FromDateTimeOffset(call.Room.Clock.GetUtcNow())));
    });
}
