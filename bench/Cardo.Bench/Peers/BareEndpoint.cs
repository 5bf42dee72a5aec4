using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;

namespace Cardo.Bench.Peers;

/// <summary>
/// The peer of the NGSI-LD benches: Kestrel and Utf8JsonReader, nothing else. It reads the whole body, walks every
/// token, and answers 201: what no server on this framework can do faster.
/// </summary>
internal static class BareEndpoint
{
    public static async Task<int> Serve(int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.ListenLocalhost(port));
        var app = builder.Build();
        app.MapGet("/health", () => "ok");
        app.MapPost("/{**any}", (RequestDelegate)Parse);
        await app.RunAsync();
        return 0;
    }

    static async Task Parse(HttpContext context)
    {
        var reader = context.Request.BodyReader;
        ReadResult read;
        while (!(read = await reader.ReadAsync()).IsCompleted) reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        var tokens = Tokens(read.Buffer);
        reader.AdvanceTo(read.Buffer.End);
        context.Response.StatusCode = tokens > 0 ? 201 : 400;
    }

    static int Tokens(ReadOnlySequence<byte> body)
    {
        var json = new Utf8JsonReader(body);
        var tokens = 0;
        while (json.Read())
        {
            tokens++;
            if (json.TokenType is JsonTokenType.Number) json.GetDouble();
            else if (json.TokenType is JsonTokenType.String) json.GetString();
        }
        return tokens;
    }
}
