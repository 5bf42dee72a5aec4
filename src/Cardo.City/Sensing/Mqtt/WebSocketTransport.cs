using System.IO.Pipelines;
using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cardo.Sensing.Mqtt;

/// <summary>MQTT over WebSocket (section 6): binary frames, packets cut anywhere among them.</summary>
internal sealed class WebSocketTransport(WebSocket socket, IPEndPoint? remote, bool tls) : Transport
{
    public const string Path = "/mqtt";

    // Small: what isn't read stays in the client's socket.
    readonly Pipe input = new(new PipeOptions(pauseWriterThreshold: 1024 * 1024, resumeWriterThreshold: 512 * 1024, useSynchronizationContext: false));

    public override PipeReader Input => input.Reader;

    public override IPEndPoint? Remote => remote;

    public override bool Tls => tls;

    public override async ValueTask Send(ReadOnlyMemory<byte> bytes) => await socket.SendAsync(bytes, WebSocketMessageType.Binary, true, CancellationToken.None);

    public override void CloseOutput() => _ = Close();

    async Task Close()
    {
        try
        {
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived) await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        }
        catch (Exception e) when (e is WebSocketException or IOException or InvalidOperationException or OperationCanceledException)
        {
            // The other side was faster.
        }
    }

    public override void Abort() => socket.Abort();

    /// <summary>Moves frames into the pipe until either side ends.</summary>
    public async Task Fill()
    {
        try
        {
            while (true)
            {
                var got = await socket.ReceiveAsync(input.Writer.GetMemory(4096), CancellationToken.None);
                if (got.MessageType == WebSocketMessageType.Close) break;
                // [MQTT-6.0.0-1] a text frame is not MQTT.
                if (got.MessageType != WebSocketMessageType.Binary)
                {
                    socket.Abort();
                    break;
                }
                input.Writer.Advance(got.Count);
                var flushed = await input.Writer.FlushAsync();
                if (flushed.IsCompleted || flushed.IsCanceled) break;
            }
        }
        catch (Exception e) when (e is WebSocketException or IOException or InvalidOperationException or OperationCanceledException or Microsoft.AspNetCore.Connections.ConnectionAbortedException)
        {
            // The pipe's end says it.
        }
        await input.Writer.CompleteAsync();
    }

    /// <summary>The /mqtt endpoint. A browser's page of another origin is turned away: it must not reach a city that trusts its loopback.</summary>
    public static IEndpointConventionBuilder Map(IEndpointRouteBuilder routes, MqttListener listener) => routes.MapGet(Path, async context =>
    {
        if (!context.WebSockets.IsWebSocketRequest || !context.WebSockets.WebSocketRequestedProtocols.Contains("mqtt"))
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await context.Response.WriteAsync("Here speaks MQTT over WebSocket, subprotocol \"mqtt\".");
            return;
        }
        if (context.Request.Headers.Origin is [{ Length: > 0 } origin] && !(Uri.TryCreate(origin, UriKind.Absolute, out var from) && from.Authority == context.Request.Host.Value))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }
        using var socket = await context.WebSockets.AcceptWebSocketAsync("mqtt");
        var remote = context.Connection.RemoteIpAddress is { } address ? new IPEndPoint(address, context.Connection.RemotePort) : null;
        var transport = new WebSocketTransport(socket, remote, context.Request.IsHttps);
        var filling = transport.Fill();
        await listener.Serve(transport);
        await transport.Close();
        await transport.input.Reader.CompleteAsync();
        // A client that never answers the close is left behind after a moment.
        if (await Task.WhenAny(filling, Task.Delay(1000)) != filling) socket.Abort();
        await filling;
    });
}
