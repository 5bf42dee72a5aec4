using System.Net.Sockets;
using Cardo.Tests.Sensing.Mqtt;

namespace Cardo.Conformance.Mqtt;

/// <summary>
/// Normative statements of MQTT 3.1.1 and 5 (OASIS), each as the bytes that go over the wire. A script's steps:
/// <c>C4</c> and <c>C5</c> connect with a clean session in the version and expect success; <c>&gt;hex</c> sends;
/// <c>&lt;hex</c> expects exactly these bytes; <c>=hex</c> expects a packet beginning with them; <c>D hex</c> expects a
/// DISCONNECT with the reason; <c>X</c> expects the end. Steps after <c>b:</c> are of a second client.
/// </summary>
public class ServerTests
{
    const string Connect4 = "10 0d 0004 4d515454 04 02 0000 0001", Connect5 = "10 0e 0004 4d515454 05 02 0000 00 0001";

    public static TheoryData<string, string, string> Statements => new()
    {
        // 3.1.1
        { "3.1.1", "[MQTT-3.1.0-1] the first packet is a CONNECT", ">c000;X" },
        { "3.1.1", "[MQTT-3.1.0-2] a second CONNECT is a violation", "C4;>100d00044d515454040200000001 61;X" },
        { "3.1.1", "[MQTT-3.1.2-1] another protocol name is not served", ">100d 0004 4d515458 04 02 0000 0001 61;<20020001;X" },
        { "3.1.1", "[MQTT-3.1.2-2] an unacceptable level gets return code 1", ">100d 0004 4d515454 09 02 0000 0001 61;<20020001;X" },
        { "3.1.1", "[MQTT-3.1.2-3] the reserved flag is 0", ">100d 0004 4d515454 04 03 0000 0001 61;X" },
        { "3.1.1", "[MQTT-3.1.2-11] without a will its QoS is 0", ">100d 0004 4d515454 04 0a 0000 0001 61;X" },
        { "3.1.1", "[MQTT-3.1.2-14] a will's QoS is not 3", ">1013 0004 4d515454 04 1e 0000 0001 61 0001 61 0001 61;X" },
        { "3.1.1", "[MQTT-3.1.2-15] without a will its retain is 0", ">100d 0004 4d515454 04 22 0000 0001 61;X" },
        { "3.1.1", "[MQTT-3.1.2-22] no password without a user name", ">1010 0004 4d515454 04 42 0000 0001 61 0001 61;X" },
        { "3.1.1", "[MQTT-3.1.3-7, 3.1.3-8] without identifier and clean session: return code 2", ">100c 0004 4d515454 04 00 0000 0000;<20020002;X" },
        { "3.1.1", "[MQTT-3.1.3-6] without identifier but clean: served", ">100c 0004 4d515454 04 02 0000 0000;<20020000" },
        { "3.1.1", "[MQTT-3.1.4-2] the older of two connections with one identifier ends", "C4;b:C4;X;b:>c000;b:<d000" },
        { "3.1.1", "[MQTT-3.2.2-1] a clean session is never present", "C4" },
        { "3.1.1", "[MQTT-3.3.1-4] there is no QoS 3", "C4;>36070001 61 0001 6869;X" },
        { "3.1.1", "[MQTT-3.3.1-2] DUP is 0 at QoS 0", "C4;>38050001 61 6869;X" },
        { "3.1.1", "[MQTT-3.3.2-2] a topic name holds no wildcard", "C4;>30050001 23 6869;X" },
        { "3.1.1", "[MQTT-2.3.1-1] QoS 1 needs an identifier that is not 0", "C4;>32070001 61 0000 6869;X" },
        { "3.1.1", "[MQTT-3.3.4-1] QoS 1 is answered by PUBACK", "C4;>32070001 61 000a 6869;<4002000a" },
        { "3.1.1", "[MQTT-4.3.3-2] QoS 2 is answered by PUBREC, its PUBREL by PUBCOMP", "C4;>34070001 61 000a 6869;<5002000a;>6202000a;<7002000a" },
        { "3.1.1", "[MQTT-4.3.3-2] the same QoS 2 message is not passed on twice", "b:C4;b:>820600010001 61 00;b:<9003000100;C4;>34070001 61 000a 6869;<5002000a;>3c070001 61 000a 6869;<5002000a;>6202000a;<7002000a;>30050001 61 6f6b;b:<300500016168 69;b:<30050001616f6b" },
        { "3.1.1", "[MQTT-3.6.1-1] PUBREL has the flags 2", "C4;>6002000a;X" },
        { "3.1.1", "[MQTT-3.8.1-1] SUBSCRIBE has the flags 2", "C4;>800600010001 61 00;X" },
        { "3.1.1", "[MQTT-3.8.3-3] a SUBSCRIBE has a filter", "C4;>82020001;X" },
        { "3.1.1", "[MQTT-3-8.3-4] the upper bits of a subscription are 0", "C4;>820600010001 61 04;X" },
        { "3.1.1", "[MQTT-3.8.4-1, -2, -5] SUBACK has the identifier and a code for each filter", "C4;>820b00070001 61 01 0002 6223 02;<900400070180" },
        { "3.1.1", "[MQTT-3.3.1-6, -8] a new subscriber gets the retained message with the flag, a present one without", "C4;>820600010001 61 00;<9003000100;>31050001 61 6869;<300500016168 69;b:C4;b:>820600010001 61 00;b:<9003000100;b:<310500016168 69" },
        { "3.1.1", "[MQTT-3.3.1-10] an empty retained message clears", "C4;>31050001 61 6869;>31030001 61;>820600010001 61 00;<9003000100;>c000;<d000" },
        { "3.1.1", "[MQTT-3.10.4-4, -5] an UNSUBSCRIBE is always answered", "C4;>a20500090001 61;<b0020009" },
        { "3.1.1", "[MQTT-3.10.1-1] UNSUBSCRIBE has the flags 2", "C4;>a00500090001 61;X" },
        { "3.1.1", "[MQTT-3.12.4-1] PINGREQ is answered", "C4;>c000;<d000" },
        { "3.1.1", "[MQTT-3.14.1-1] DISCONNECT's reserved bits are 0", "C4;>e100;X" },
        { "3.1.1", "[MQTT-4.7.2-1] wildcards don't match topics that begin with $", "C4;>820600010001 23 00;<9003000100;>30070003 245961 6869;>c000;<d000" },
        { "3.1.1", "[MQTT-4.6.0-2] acknowledgements come in the order of the messages", "C4;>32070001 61 0003 6869 32070001 61 0001 6869 32070001 61 0002 6869;<40020003 40020001 40020002" },
        { "3.1.1", "[MQTT-1.5.3-2] a string holds no U+0000", "C4;>30050001 00 6869;X" },
        { "3.1.1", "[MQTT-2.2.2-2] reserved packet types are a violation", "C4;>f000;X" },
        // 5
        { "5", "[MQTT-3.1.2-2] an unsupported version gets 0x84 or, unknown, return code 1", ">100d 0004 4d515454 09 02 0000 0001 61;<20020001;X" },
        { "5", "[MQTT-3.1.2-29, 4.12.0-1] an authentication method is declined with 0x8C", ">1012 0004 4d515454 05 02 0000 04 15 0001 78 0001 61;=20;X" },
        { "5", "[MQTT-3.3.2-7 ff.] a topic alias of 0 or above the maximum is invalid", "C5;>3008 0001 61 03 23 0000 68;D 94;X" },
        { "5", "[MQTT-3.3.2-12] an alias stands for its topic on this connection", "C5;>320a 0001 61 000a 03 23 0001 68;<4002000a;>3209 0000 000b 03 23 0001 68;<4002000b" },
        { "5", "[MQTT-3.3.4-6] a client sends no subscription identifier", "C5;>3006 0001 61 02 0b 01;D 82;X" },
        { "5", "[MQTT-3.8.3-4] a shared subscription is not no-local", "C5;>8210 0001 00 000a 2473686172652f672f61 04;D 82;X" },
        { "5", "[MQTT-3.8.3-5] reserved subscription bits are 0", "C5;>8207 0001 00 0001 61 40;D 81;X" },
        { "5", "[MQTT-3.8.3-3] no-local keeps own messages away", "C5;>8207 0001 00 0001 61 04;<90040001 00 00;>30040001 61 00;>c000;<d000" },
        { "5", "[MQTT-3.3.1-12] retain as published keeps the flag", "C5;>8207 0001 00 0001 61 08;<90040001 00 00;>3105 0001 61 00 68;<310500016100 68" },
        { "5", "[MQTT-3.3.1-11] retain handling 2 sends nothing at subscribing", "C5;>3105 0001 61 00 68;>8207 0001 00 0001 61 20;<90040001 00 00;>c000;<d000" },
        { "5", "[MQTT-3.6.2-1 f.] an unknown PUBREL is answered with 0x92", "C5;>62020063;=7003006392" },
        { "5", "[MQTT-3.10.4-4] UNSUBACK says what did not exist", "C5;>a206 0001 00 0001 61;<b00400010011" },
        { "5", "[MQTT-3.14.4-1 f., 4.13.2-1] a malformed packet is told in DISCONNECT", "C5;>c00100;D 81;X" },
        { "5", "[MQTT-3.1.0-2] a second CONNECT is a protocol error", "C5;>100e00044d51545405020000000001 61;D 82;X" },
        { "5", "[MQTT-3.15 AUTH] without enhanced authentication is a protocol error", "C5;>f0021800;D 82;X" },
        { "5", "[MQTT-3.1.4-3] a session taken over ends with 0x8E", "C5;b:C5;D 8e;X" },
        { "5", "[MQTT-3.14.2-2] a session without expiry gets none in DISCONNECT", "C5;>e007 00 05 11 0000000a;D 82;X" },
        { "5", "[MQTT-3.1.2-24] a packet above the server's maximum is cut off with 0x95", "C5;>30ffffff7f;D 95;X" },
        { "5", "[MQTT-1.5.5-1] a variable byte integer has its shortest form", "C5;>3006 0001 61 8000 68;D 81;X" },
        { "5", "[MQTT-2.2.2 duplicate property] is a protocol error", "C5;>3008 0001 61 04 0101 0101;D 82;X" },
        { "5", "[MQTT-3.3.2-6] a message expiry passes through", "C5;>8207 0001 00 0001 61 00;<90040001 00 00;>300a 0001 61 05 02 0000ffff 68;=300a0001610502 0000" },
        { "5", "[MQTT-3.3.2-15 ff.] request and response properties pass through", "C5;>8207 0001 00 0001 61 00;<90040001 00 00;>300d 0001 61 09 080001 62 09 0002 0102;<300d000161 09 08000162 0900020102" },
        { "5", "[MQTT-3.8.4 subscription identifier] comes with the message", "C5;>8209 0001 02 0b 07 0001 61 00;<90040001 00 00;>30050001 61 00 68;<3007000161 02 0b07 68" },
    };

    [Theory, MemberData(nameof(Statements))]
    public async Task The_server_keeps(string version, string statement, string script)
    {
        await using var host = await BrokerHost.Start();
        var clients = new Dictionary<string, TcpClient>();
        try
        {
            foreach (var step in script.Split(';')) Play(host, clients, step, $"{version} {statement}, at {step}");
        }
        finally
        {
            foreach (var client in clients.Values) client.Dispose();
        }
    }

    static void Play(BrokerHost host, Dictionary<string, TcpClient> clients, string step, string where)
    {
        var name = step.StartsWith("b:", StringComparison.Ordinal) ? "b" : "a";
        if (name == "b") step = step[2..];
        if (!clients.TryGetValue(name, out var client))
        {
            clients[name] = client = new TcpClient("127.0.0.1", host.Port) { NoDelay = true, ReceiveTimeout = 10_000 };
        }
        var stream = client.GetStream();
        // Two clients have different identifiers, but where one is to take the session of the other.
        var id = name == "b" && !where.Contains("taken over", StringComparison.Ordinal) && !where.Contains("older of two", StringComparison.Ordinal) ? "62" : "61";
        switch (step[0])
        {
            case 'C':
                stream.Write(Hex((step == "C4" ? Connect4 : Connect5) + id));
                Packet(stream, where)[3].ShouldBe((byte)0, where);
                break;
            case '>': stream.Write(Hex(step[1..])); break;
            case '<': Convert.ToHexString(Read(stream, Hex(step[1..]).Length, where)).ShouldBe(Convert.ToHexString(Hex(step[1..])), where); break;
            case '=': Convert.ToHexString(Packet(stream, where)).ShouldStartWith(Convert.ToHexString(Hex(step[1..])), Case.Insensitive, where); break;
            case 'D':
                var packet = Packet(stream, where);
                (packet[0], packet[2]).ShouldBe(((byte)0xe0, Hex(step[1..])[0]), where);
                break;
            default: End(stream).ShouldBeTrue(where); break;
        }
    }

    static byte[] Hex(string text) => Convert.FromHexString(text.Replace(" ", ""));

    static byte[] Read(NetworkStream stream, int count, string where)
    {
        var bytes = new byte[count];
        stream.ReadAtLeast(bytes, count, throwOnEndOfStream: false).ShouldBe(count, where);
        return bytes;
    }

    static byte[] Packet(NetworkStream stream, string where)
    {
        var head = Read(stream, 2, where);
        head[1].ShouldBeLessThan((byte)0x80, where);
        return [.. head, .. Read(stream, head[1], where)];
    }

    static bool End(NetworkStream stream)
    {
        try
        {
            return stream.ReadByte() < 0;
        }
        catch (IOException e)
        {
            return e.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionReset };
        }
    }
}
