using System.Buffers.Binary;
using System.Text;

namespace Cardo.Standards.TraCi;

/// <summary>
/// Writes one TraCI message: a length and then commands, big-endian. Several commands share a message, so a whole second of
/// a city costs one round trip. Reused: <see cref="Clear"/> begins the next message in the same memory.
/// </summary>
public sealed class TraCiWriter
{
    byte[] buffer = new byte[4096];
    int at = 4, commandStart;

    /// <summary>Commands in the message so far.</summary>
    public int Commands { get; private set; }

    public void Clear()
    {
        at = 4;
        Commands = 0;
    }

    /// <summary>The message, its total length filled in; valid until the next write.</summary>
    public ReadOnlyMemory<byte> Message()
    {
        BinaryPrimitives.WriteInt32BigEndian(buffer, at);
        return buffer.AsMemory(0, at);
    }

    public void GetVersion()
    {
        Begin(TraCiCommand.GetVersion);
        End();
    }

    public void Close()
    {
        Begin(TraCiCommand.Close);
        End();
    }

    /// <summary>One step, or on to <paramref name="until_s"/> where it is not 0. Must be the last command of its message.</summary>
    public void SimulationStep(double until_s = 0)
    {
        Begin(TraCiCommand.SimulationStep);
        Double(until_s);
        End();
    }

    public void Get(TraCiDomain domain, byte variable, string id)
    {
        Begin(TraCiCommand.Get(domain));
        Byte(variable);
        Text(id);
        End();
    }

    public void SetText(TraCiDomain domain, byte variable, string id, string value)
    {
        Begin(TraCiCommand.Set(domain));
        Byte(variable);
        Text(id);
        Byte(TraCiTag.Text);
        Text(value);
        End();
    }

    public void SetDouble(TraCiDomain domain, byte variable, string id, double value)
    {
        Begin(TraCiCommand.Set(domain));
        Byte(variable);
        Text(id);
        Byte(TraCiTag.Double);
        Double(value);
        End();
    }

    public void SetTextList(TraCiDomain domain, byte variable, string id, IReadOnlyList<string> values)
    {
        Begin(TraCiCommand.Set(domain));
        Byte(variable);
        Text(id);
        Byte(TraCiTag.TextList);
        Int(values.Count);
        foreach (var value in values) Text(value);
        End();
    }

    /// <summary>Asks for <paramref name="variables"/> of an object after every step; none of them ends the subscription.</summary>
    public void Subscribe(TraCiDomain domain, string id, double begin_s, double end_s, ReadOnlySpan<byte> variables)
    {
        Begin(TraCiCommand.Subscribe(domain));
        Double(begin_s);
        Double(end_s);
        Text(id);
        Byte((byte)variables.Length);
        foreach (var variable in variables) Byte(variable);
        End();
    }

    /// <summary>Asks for variables of every object of <paramref name="about"/> within a range of the object.</summary>
    public void SubscribeContext(TraCiDomain domain, string id, double begin_s, double end_s, TraCiDomain about, double range_m, ReadOnlySpan<byte> variables)
    {
        Begin(TraCiCommand.SubscribeContext(domain));
        Double(begin_s);
        Double(end_s);
        Text(id);
        Byte((byte)(0xA0 | (byte)about));
        Double(range_m);
        Byte((byte)variables.Length);
        foreach (var variable in variables) Byte(variable);
        End();
    }

    void Begin(byte command)
    {
        commandStart = at;
        // One byte of length for what will most often be short; a longer command gets four more in End.
        Byte(0);
        Byte(command);
        Commands++;
    }

    void End()
    {
        var length = at - commandStart;
        if (length <= byte.MaxValue)
        {
            buffer[commandStart] = (byte)length;
            return;
        }
        Need(4);
        buffer.AsSpan(commandStart + 1, length - 1).CopyTo(buffer.AsSpan(commandStart + 5));
        buffer[commandStart] = 0;
        BinaryPrimitives.WriteInt32BigEndian(buffer.AsSpan(commandStart + 1), length + 4);
        at += 4;
    }

    void Byte(byte value)
    {
        Need(1);
        buffer[at++] = value;
    }

    void Int(int value)
    {
        Need(4);
        BinaryPrimitives.WriteInt32BigEndian(buffer.AsSpan(at), value);
        at += 4;
    }

    void Double(double value)
    {
        Need(8);
        BinaryPrimitives.WriteDoubleBigEndian(buffer.AsSpan(at), value);
        at += 8;
    }

    void Text(string value)
    {
        var count = Encoding.UTF8.GetByteCount(value);
        Int(count);
        Need(count);
        at += Encoding.UTF8.GetBytes(value, buffer.AsSpan(at));
    }

    void Need(int more)
    {
        if (at + more > buffer.Length) Array.Resize(ref buffer, Math.Max(buffer.Length * 2, at + more));
    }
}
