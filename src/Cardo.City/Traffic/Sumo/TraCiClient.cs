using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Cardo.Kernel;
using Cardo.Standards.TraCi;

namespace Cardo.Traffic.Sumo;

/// <summary>
/// A TraCI connection. Commands are gathered in <see cref="Out"/> and go out together with <see cref="Send"/>; the answers
/// are matched to them in order. What a command is refused for is a value; a broken or silent connection ends the client
/// for good, and every later call says why.
/// </summary>
internal sealed class TraCiClient : IDisposable
{
    /// <summary>SUMO may think so long about one step before it is taken for dead, ms.</summary>
    public const int Patience_ms = 120_000;

    /// <summary>No answer is larger; beyond it the length is damage.</summary>
    const int MostBytes = 256 << 20;

    readonly Socket socket;
    readonly Queue<byte> expected = new();
    byte[] buffer = new byte[1 << 16];
    Refusal? broken;

    TraCiClient(Socket socket) => this.socket = socket;

    /// <summary>Commands of the next message.</summary>
    public TraCiWriter Out { get; } = new();

    /// <summary>What SUMO refused in the last <see cref="Send"/>, in its own words.</summary>
    public List<string> Refused { get; } = [];

    /// <summary>Whether what is heard belongs to the step, and not to a command before it in the same message.</summary>
    public bool InStep { get; private set; }

    /// <summary>Hears each answer with content: the command it answers and the reader before its content.</summary>
    public delegate void Answer(byte command, ref TraCiReader reader);

    public static Outcome<TraCiClient> Connect(int port, Func<string?> died, int patience_ms = 30_000, int answers_ms = Patience_ms)
    {
        for (var waited = 0; ; waited += 20)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = answers_ms, SendTimeout = answers_ms };
            try
            {
                socket.Connect(IPAddress.Loopback, port);
                return new TraCiClient(socket);
            }
            catch (SocketException)
            {
                socket.Dispose();
                if (died() is { } why) return Refusal.Bad("sumo-refused", $"SUMO ended before it could be reached: {why}");
                if (waited >= patience_ms) return new Refusal(RefusalKind.Unavailable, "sumo-silent", $"SUMO did not listen on port {port} within {patience_ms / 1000} s.");
                Thread.Sleep(20);
            }
        }
    }

    /// <summary>Notes that a command was written whose answer is to be awaited.</summary>
    public void Expect(byte command) => expected.Enqueue(command);

    /// <summary>Sends what was gathered and reads every answer.</summary>
    public Outcome<Done> Send(Answer hear)
    {
        if (broken is not null) return broken;
        Refused.Clear();
        try
        {
            var message = Out.Message();
            for (var sent = 0; sent < message.Length;) sent += socket.Send(message.Span[sent..]);
            Out.Clear();
            while (expected.Count > 0)
                if (!Message(hear)) return Break("sumo-garbled", "SUMO's answer cannot be read; is it a SUMO of 1.15 or later?");
            return Done.It;
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.TimedOut or SocketError.WouldBlock)
        {
            return Break("sumo-silent", $"SUMO has not answered for {socket.ReceiveTimeout / 1000.0:0.#} s and was given up.");
        }
        catch (SocketException e)
        {
            return Break("sumo-died", $"The connection to SUMO broke: {e.Message}.");
        }
        catch (EndOfStreamException)
        {
            return Break("sumo-died", "SUMO ended in the middle of the run.");
        }
    }

    bool Message(Answer hear)
    {
        Fill(4, 0);
        var length = BinaryPrimitives.ReadInt32BigEndian(buffer) - 4;
        if (length is < 0 or > MostBytes) return false;
        if (buffer.Length < length) buffer = new byte[Math.Max(length, buffer.Length * 2)];
        Fill(length, 0);
        var reader = new TraCiReader(buffer.AsSpan(0, length));
        while (!reader.AtEnd && expected.Count > 0)
        {
            var (command, ok, text) = reader.Status();
            if (reader.Failed || command != expected.Dequeue()) return false;
            if (!ok) { Refused.Add(text); continue; }
            if (command == TraCiCommand.SimulationStep)
            {
                InStep = true;
                for (var left = reader.Int(); left > 0 && !reader.Failed; left--) One(ref reader, hear);
                InStep = false;
            }
            else if (TraCiCommand.AnswerOf(command) is not null) One(ref reader, hear);
            if (reader.Failed) return false;
        }
        return reader.AtEnd;
    }

    static void One(ref TraCiReader reader, Answer hear)
    {
        var command = reader.Command(out var end);
        if (reader.Failed) return;
        hear(command, ref reader);
        // A listener may leave an answer's rest unread, never read on.
        if (!reader.Failed) reader.MoveTo(end);
    }

    void Fill(int count, int from)
    {
        while (from < count)
        {
            var got = socket.Receive(buffer.AsSpan(from, count - from));
            if (got == 0) throw new EndOfStreamException();
            from += got;
        }
    }

    Refusal Break(string code, string message)
    {
        broken = new Refusal(RefusalKind.Unavailable, code, message);
        socket.Dispose();
        return broken;
    }

    public void Dispose() => socket.Dispose();
}
