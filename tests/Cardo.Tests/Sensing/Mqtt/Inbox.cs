using System.Text;
using System.Threading.Channels;
using Cardo.Standards.Mqtt;

namespace Cardo.Tests.Sensing.Mqtt;

/// <summary>What a client received, in order.</summary>
sealed class Inbox
{
    readonly Channel<(string Text, Publish Packet)> messages = Channel.CreateUnbounded<(string, Publish)>();

    public int Count { get; private set; }

    public void Add(Publish p)
    {
        Count++;
        messages.Writer.TryWrite(($"{p.Topic} {Encoding.UTF8.GetString(p.Payload.Span)} q{p.Qos}{(p.Retain ? " retained" : "")}{(p.Dup ? " dup" : "")}", p with { Payload = p.Payload.ToArray() }));
    }

    /// <summary>Waits for the next message; fails after ten seconds.</summary>
    public async Task<string> Next() => (await NextPacket()).Text;

    public async Task<(string Text, Publish Packet)> NextPacket()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        return await messages.Reader.ReadAsync(limit.Token);
    }

    public bool IsEmpty => messages.Reader.Count == 0;
}
