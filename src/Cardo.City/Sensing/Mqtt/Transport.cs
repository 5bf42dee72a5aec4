using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace Cardo.Sensing.Mqtt;

/// <summary>A byte stream both ways: a Kestrel connection or a WebSocket.</summary>
internal abstract class Transport
{
    public abstract PipeReader Input { get; }

    public abstract IPEndPoint? Remote { get; }

    public abstract bool Tls { get; }

    /// <summary>Completes when the bytes may be reused. Throws <see cref="IOException"/> and its kind when the other side is gone.</summary>
    public abstract ValueTask Send(ReadOnlyMemory<byte> bytes);

    /// <summary>Says that nothing more will be sent.</summary>
    public abstract void CloseOutput();

    /// <summary>Ends both directions now; pending reads and sends end with an error.</summary>
    public abstract void Abort();

    internal sealed class Kestrel(ConnectionContext connection) : Transport
    {
        public override PipeReader Input => connection.Transport.Input;

        public override IPEndPoint? Remote => connection.RemoteEndPoint as IPEndPoint;

        public override bool Tls { get; } = connection.Features.Get<ITlsHandshakeFeature>() is not null;

        public override async ValueTask Send(ReadOnlyMemory<byte> bytes)
        {
            var result = await connection.Transport.Output.WriteAsync(bytes);
            if (result.IsCompleted || result.IsCanceled) throw new IOException("the connection is closed");
        }

        public override void CloseOutput() => connection.Transport.Output.Complete();

        public override void Abort() => connection.Abort();
    }
}
