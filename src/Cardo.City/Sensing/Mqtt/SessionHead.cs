using System.Text.Json;

namespace Cardo.Sensing.Mqtt;

/// <summary>What the ledger keeps of a session itself.</summary>
internal sealed record SessionHead(string ClientId, string Principal, string Tenant, uint ExpirySeconds, long AwaySinceUs)
{
    public const string Item = "h";

    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this);

    public static SessionHead? From(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize<SessionHead>(body);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
