namespace Cardo.Standards.TraCi;

/// <summary>Command numbers that stand by themselves, and the offsets that make a command of a domain.</summary>
public static class TraCiCommand
{
    public const byte GetVersion = 0x00, SimulationStep = 0x02, Close = 0x7F;

    public static byte Get(TraCiDomain domain) => (byte)(0xA0 | (byte)domain);
    public static byte GetAnswer(TraCiDomain domain) => (byte)(0xB0 | (byte)domain);
    public static byte Set(TraCiDomain domain) => (byte)(0xC0 | (byte)domain);
    public static byte Subscribe(TraCiDomain domain) => (byte)(0xD0 | (byte)domain);
    public static byte SubscribeAnswer(TraCiDomain domain) => (byte)(0xE0 | (byte)domain);
    public static byte SubscribeContext(TraCiDomain domain) => (byte)(0x80 | (byte)domain);
    public static byte ContextAnswer(TraCiDomain domain) => (byte)(0x90 | (byte)domain);

    /// <summary>The command an answer with content carries after the status of <paramref name="command"/>; null where the status is all.</summary>
    public static byte? AnswerOf(byte command) => (command & 0xF0) switch
    {
        0xA0 or 0xD0 or 0x80 => (byte)(command + 0x10),
        _ => command == GetVersion ? GetVersion : null,
    };
}
