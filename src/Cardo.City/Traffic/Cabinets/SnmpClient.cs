using System.Net;
using System.Net.Sockets;
using Cardo.Kernel;
using Cardo.Standards.Snmp;

namespace Cardo.Traffic.Cabinets;

/// <summary>
/// Asks one cabinet, one request at a time, over UDP. A datagram that is no answer to the request under way (garbage, an older
/// request's, other objects) is passed over and counted; who says nothing in time is asked once more and then is silent.
/// </summary>
internal sealed class SnmpClient(IPEndPoint address, SnmpVersion version, string readCommunity, string? writeCommunity, TimeSpan patience) : IDisposable
{
    /// <summary>Every agent takes messages of 484 octets (RFC 1157, 4); so many of NTCIP's objects fit, asked for and answered.</summary>
    public const int MostVariables = 14;

    /// <summary>How often a request is sent.</summary>
    public const int Tries = 2;

    readonly SemaphoreSlim turn = new(1, 1);
    readonly HashSet<Oid> missing = [];
    readonly byte[] buffer = new byte[4096];
    Socket? socket;
    int most = MostVariables;
    int lastId = 1;

    /// <summary>Datagrams that were no answer to what was asked.</summary>
    public long Strange { get; private set; }

    /// <summary>The values of those objects that the agent has. Refused as <c>cabinet-silent</c> or <c>cabinet-refused</c>.</summary>
    public async Task<Outcome<Dictionary<Oid, SnmpValue>>> Get(IReadOnlyList<Oid> objects, CancellationToken cancel)
    {
        await turn.WaitAsync(cancel);
        try
        {
            var found = new Dictionary<Oid, SnmpValue>();
            var left = new List<Oid>(objects.Where(o => !missing.Contains(o)));
            // Each round takes something off the list, or halves what is asked for at once.
            while (left.Count > 0)
            {
                var part = left.Take(most).ToList();
                if (!(await Ask(SnmpPduKind.Get, readCommunity, [.. part.Select(o => new SnmpVariable(o, SnmpValue.Null))], cancel)).Try(out var answer, out var refusal)) return refusal;
                if (answer.Error == SnmpError.TooBig && most > 1) { most /= 2; continue; }
                // Version 1 refuses the whole for one object that is not there (RFC 1157, 4.1.2).
                if (answer.Error == SnmpError.NoSuchName && answer.ErrorIndex >= 1 && answer.ErrorIndex <= part.Count)
                {
                    missing.Add(part[answer.ErrorIndex - 1]);
                    left.Remove(part[answer.ErrorIndex - 1]);
                    continue;
                }
                if (answer.Error != SnmpError.None) return Refused("reading", part, answer);
                foreach (var variable in answer.Variables)
                    if (variable.Value.IsMissing) missing.Add(variable.Oid);
                    else found[variable.Oid] = variable.Value;
                left.RemoveRange(0, part.Count);
            }
            return found;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Sets all or none (RFC 1157, 4.1.5).</summary>
    public async Task<Outcome<Done>> Set(IReadOnlyList<SnmpVariable> variables, CancellationToken cancel)
    {
        if (writeCommunity is null) return Refusal.Bad("write-community-missing", "There is no write community for this cabinet, so nothing can be set.");
        await turn.WaitAsync(cancel);
        try
        {
            if (!(await Ask(SnmpPduKind.Set, writeCommunity, variables, cancel)).Try(out var answer, out var refusal)) return refusal;
            return answer.Error == SnmpError.None ? Done.It : Refused("setting", [.. variables.Select(v => v.Oid)], answer);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>What was not there may be now: after a restart, or another database.</summary>
    public void Forget()
    {
        missing.Clear();
        most = MostVariables;
    }

    async Task<Outcome<SnmpPdu>> Ask(SnmpPduKind kind, string community, IReadOnlyList<SnmpVariable> variables, CancellationToken cancel)
    {
        var strange = 0;
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            // A new id each time: the answer to the first try may yet come and is then nobody's.
            var id = lastId = lastId == int.MaxValue ? 1 : lastId + 1;
            var request = SnmpWriter.Write(new SnmpMessage(version, community, new SnmpPdu(kind, id, SnmpError.None, 0, variables)));
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            limit.CancelAfter(patience);
            try
            {
                var open = Open();
                await open.SendAsync(request, SocketFlags.None, limit.Token);
                while (true)
                {
                    var count = await open.ReceiveAsync(buffer, SocketFlags.None, limit.Token);
                    if (Answer(buffer.AsSpan(0, count), id, community, variables) is { } answer) return answer;
                    strange++;
                    Strange++;
                }
            }
            catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
            {
                // Too late; once more.
            }
            catch (SocketException)
            {
                // Nobody listens there, the network is away, or a datagram is longer than any answer to us: a new socket for the next try.
                socket?.Dispose();
                socket = null;
            }
        }
        return new Refusal(RefusalKind.Unavailable, "cabinet-silent", strange > 0
            ? $"The cabinet gave no answer that fits ({strange} datagrams that do not)."
            : $"The cabinet does not answer ({Tries} tries of {patience.TotalMilliseconds:0} ms).");
    }

    SnmpPdu? Answer(ReadOnlySpan<byte> datagram, int id, string community, IReadOnlyList<SnmpVariable> asked)
    {
        if (SnmpReader.Read(datagram, out _) is not { } message || message.Version != version || message.Community != community) return null;
        var pdu = message.Pdu;
        if (pdu.Kind != SnmpPduKind.Response || pdu.RequestId != id) return null;
        if (pdu.Error != SnmpError.None) return pdu;
        if (pdu.Variables.Count != asked.Count) return null;
        for (var i = 0; i < asked.Count; i++)
            if (pdu.Variables[i].Oid != asked[i].Oid) return null;
        return pdu;
    }

    Socket Open()
    {
        if (socket is { } open) return open;
        open = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            // Connected, so that datagrams from anybody else never arrive.
            open.Connect(address);
        }
        catch (SocketException)
        {
            open.Dispose();
            throw;
        }
        return socket = open;
    }

    Refusal Refused(string doing, List<Oid> objects, SnmpPdu answer)
    {
        var which = answer.ErrorIndex >= 1 && answer.ErrorIndex <= objects.Count ? objects[answer.ErrorIndex - 1].ToString() : "the request";
        return new Refusal(RefusalKind.Forbidden, "cabinet-refused", $"The cabinet refused {doing} {which}: {answer.Error}.");
    }

    public void Dispose()
    {
        socket?.Dispose();
        turn.Dispose();
    }
}
