using System.Buffers;
using Cardo.Standards.Mqtt;

namespace Cardo.Sensing.Mqtt;

/// <summary>A client's packets on their way out: gathered while one write is under way, then written together.</summary>
internal sealed class SendQueue(Stream stream)
{
    readonly Lock gate = new();
    ArrayBufferWriter<byte> gathering = new(), writing = new();
    Task draining = Task.CompletedTask;
    bool busy, closed;

    public void Write(Packet packet, MqttVersion version)
    {
        lock (gate)
        {
            if (closed) return;
            MqttEncoder.Write(gathering, packet, version);
            if (busy) return;
            busy = true;
            draining = Task.Run(Drain);
        }
    }

    async Task Drain()
    {
        try
        {
            while (true)
            {
                lock (gate)
                {
                    if (gathering.WrittenCount == 0 || closed)
                    {
                        busy = false;
                        return;
                    }
                    (gathering, writing) = (writing, gathering);
                }
                await stream.WriteAsync(writing.WrittenMemory);
                // A burst's buffer is not kept for ever.
                if (writing.Capacity > 1 << 20) writing = new();
                else writing.ResetWrittenCount();
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            Close();
        }
    }

    public Task Emptied()
    {
        lock (gate) return draining;
    }

    public void Close()
    {
        lock (gate) closed = true;
    }
}
