using System.Net;
using System.Net.Sockets;
using Cardo.Standards.Ntcip1202;
using Cardo.Standards.Snmp;

namespace Cardo.Traffic.Cabinets.Simulated;

/// <summary>A simulated cabinet's SNMP agent on a UDP port: GET, GETNEXT and SET of version 1 and 2c, each whole or not at all.</summary>
internal sealed class CabinetAgent : IDisposable
{
    readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    readonly CancellationTokenSource stop = new();
    readonly SortedDictionary<Oid, Cell> cells = [];
    readonly CabinetProfile profile;
    readonly Task serving;

    sealed record Cell(Func<SnmpValue> Get, Action<long>? Set = null, int Most = 255);

    /// <param name="port">0 for any free one</param>
    public CabinetAgent(CabinetProfile profile, DualRing unit, IPAddress? on = null, int port = 0)
    {
        (this.profile, Unit) = (profile, unit);
        Objects();
        socket.Bind(new IPEndPoint(on ?? IPAddress.Loopback, port));
        serving = Task.Run(Serve);
    }

    public DualRing Unit { get; }

    public IPEndPoint Address => (IPEndPoint)socket.LocalEndPoint!;

    /// <summary>Take it to look at the unit or move it while the agent answers.</summary>
    public Lock Gate { get; } = new();

    /// <summary>By detector: what the last report counted, vehicles and half percents.</summary>
    public Dictionary<int, (int Volume, int Occupancy)> Report { get; } = [];

    public int ReportNumber { get; set; }

    public HashSet<int> FailedDetectors { get; } = [];

    public int MaxPhases { get; set; } = CabinetProfile.MostPhases;

    public int Period_s { get; set; } = 60;

    /// <summary>For rehearsing a bad line: turns the answer into what is really sent, in order. Null sends it as it is.</summary>
    public Func<SnmpMessage, byte[], IEnumerable<byte[]>>? Line { get; set; }

    /// <summary>Refuses what is set, whatever it is; <see cref="SnmpError.None"/> to take it.</summary>
    public SnmpError RefusesSet { get; set; }

    /// <summary>SETs that were taken.</summary>
    public long Orders { get; private set; }

    public long Requests { get; private set; }

    void Objects()
    {
        void Number(Oid oid, Func<long> get, Action<long>? set = null, int most = 255) => cells[oid] = new Cell(() => SnmpValue.Of(get()), set, most);
        Number(Asc.MaxPhases, () => MaxPhases);
        Number(Asc.MaxPhaseGroups, () => (MaxPhases + 7) / 8);
        Number(Asc.MaxVehicleDetectors, () => 64);
        Number(Asc.MaxRings, () => profile.Rings.Count);
        Number(Asc.MaxSequences, () => 1);
        Number(Asc.UnitBackupTime, () => Unit.BackupTime_s, n => Unit.BackupTime_s = (int)n, 65535);
        Number(Asc.UnitControlStatus, () => (int)Unit.Unit);
        Number(Asc.UnitFlashStatus, () => (int)Unit.Flash);
        Number(Asc.UnitAlarmStatus1, () => Unit.Pattern == Asc.Free ? (int)UnitAlarms1.LocalFree : (int)UnitAlarms1.CoordActive);
        Number(Asc.UnitAlarmStatus2, () => Unit.StopTime ? (int)UnitAlarms2.StopTime : 0);
        Number(Asc.ShortAlarmStatus, () => (int)((Unit.Preempt ? ShortAlarms.Preempt : 0) | (Unit.StopTime ? ShortAlarms.Critical : 0) | (FailedDetectors.Count > 0 ? ShortAlarms.DetectorFault : 0)));
        Number(Asc.CoordPatternStatus, () => Unit.Pattern);
        Number(Asc.SystemPatternControl, () => Unit.SystemPattern, n => Unit.SystemPattern = (int)n);
        Number(Asc.VolumeOccupancySequence, () => ReportNumber & 0xFF);
        Number(Asc.VolumeOccupancyPeriod, () => Period_s);
        for (var r = 0; r < profile.Rings.Count; r++)
        {
            var octets = profile.Rings[r].Select(p => (byte)p).ToArray();
            cells[Asc.SequenceData(1, r + 1)] = new Cell(() => SnmpValue.Of(octets));
        }
        for (var p = 1; p <= CabinetProfile.MostPhases; p++) Phase(p, Number);
        for (var g = 1; g <= 2; g++) Group(g, Number);
        for (var g = 1; g <= 8; g++)
        {
            var first = 8 * (g - 1) + 1;
            Number(Asc.DetectorActive(g), () => Eight(first, Unit.Detects));
            Number(Asc.DetectorAlarms(g), () => Eight(first, FailedDetectors.Contains));
        }
        foreach (var d in profile.Detectors.Select(d => d.Number))
        {
            Number(Asc.DetectorVolume(d), () => Report.GetValueOrDefault(d).Volume);
            Number(Asc.DetectorOccupancy(d), () => FailedDetectors.Contains(d) ? 211 : Report.GetValueOrDefault(d).Occupancy);
        }
    }

    void Phase(int p, Action<Oid, Func<long>, Action<long>?, int> number)
    {
        void Column(PhaseColumn column, Func<PhaseTiming, double> get) => number(Asc.Phase(column, p), () => Unit.Timing(p) is { } t ? (long)Math.Round(get(t)) : 0, null, 255);
        Column(PhaseColumn.Walk, t => t.Walk_s);
        Column(PhaseColumn.PedestrianClear, t => t.PedClear_s);
        Column(PhaseColumn.MinimumGreen, t => t.MinGreen_s);
        Column(PhaseColumn.Maximum1, t => t.Max1_s);
        Column(PhaseColumn.YellowChange, t => t.Yellow_s * 10);
        Column(PhaseColumn.RedClear, t => t.RedClear_s * 10);
        Column(PhaseColumn.Options, t => t.Enabled ? 1 : 0);
        Column(PhaseColumn.Ring, t => t.Ring);
        cells[Asc.Phase(PhaseColumn.Concurrency, p)] = new Cell(() => SnmpValue.Of(Unit.Timing(p) is { } t ? t.Concurrency.Select(c => (byte)c).ToArray() : Array.Empty<byte>()));
    }

    void Group(int g, Action<Oid, Func<long>, Action<long>?, int> number)
    {
        var shift = 8 * (g - 1);
        void Status(PhaseStatus column, Func<uint> get) => number(Asc.Status(column, g), () => get() >> shift & 0xFF, null, 255);
        Status(PhaseStatus.Reds, () => Unit.Reds);
        Status(PhaseStatus.Yellows, () => Unit.Yellows);
        Status(PhaseStatus.Greens, () => Unit.Greens);
        Status(PhaseStatus.DontWalks, () => ~(Unit.Walks | Unit.PedClears));
        Status(PhaseStatus.PedClears, () => Unit.PedClears);
        Status(PhaseStatus.Walks, () => Unit.Walks);
        Status(PhaseStatus.VehCalls, () => Unit.VehCalls);
        Status(PhaseStatus.PedCalls, () => Unit.PedCalls);
        Status(PhaseStatus.PhaseOns, () => Unit.Ons);
        Status(PhaseStatus.PhaseNexts, () => Unit.Nexts);
        foreach (var column in Enum.GetValues<PhaseControl>())
            number(Asc.Control(column, g), () => Unit.Control[column] >> shift & 0xFF, n => Unit.Control[column] = (Unit.Control[column] & ~(0xFFu << shift)) | (uint)n << shift, 255);
    }

    static long Eight(int first, Func<int, bool> on)
    {
        var bits = 0L;
        for (var i = 0; i < 8; i++)
            if (on(first + i)) bits |= 1L << i;
        return bits;
    }

    async Task Serve()
    {
        var buffer = new byte[4096];
        var anyone = new IPEndPoint(IPAddress.Any, 0);
        while (!stop.IsCancellationRequested)
            try
            {
                var received = await socket.ReceiveFromAsync(buffer, SocketFlags.None, anyone, stop.Token);
                if (SnmpReader.Read(buffer.AsSpan(0, received.ReceivedBytes), out _) is not { Pdu.Kind: not SnmpPduKind.Response } request) continue;
                if (Answer(request) is not { } answer) continue;
                var bytes = SnmpWriter.Write(answer);
                foreach (var datagram in Line?.Invoke(request, bytes) ?? [bytes]) await socket.SendToAsync(datagram, SocketFlags.None, received.RemoteEndPoint, stop.Token);
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException)
            {
                // Whoever asked is gone.
            }
    }

    /// <summary>Null for a wrong community: who does not know it hears nothing.</summary>
    SnmpMessage? Answer(SnmpMessage request)
    {
        var writes = request.Pdu.Kind == SnmpPduKind.Set;
        if (request.Community != profile.WriteCommunity && (writes || request.Community != profile.ReadCommunity)) return null;
        lock (Gate)
        {
            Requests++;
            return request with { Pdu = writes ? Set(request.Pdu) : Get(request) };
        }
    }

    SnmpPdu Get(SnmpMessage request)
    {
        var pdu = request.Pdu;
        var found = new List<SnmpVariable>();
        for (var i = 0; i < pdu.Variables.Count; i++)
        {
            var oid = pdu.Variables[i].Oid;
            Cell? cell;
            if (pdu.Kind == SnmpPduKind.GetNext) (oid, cell) = cells.Where(c => c.Key.CompareTo(oid) > 0).Select(c => (c.Key, (Cell?)c.Value)).FirstOrDefault((oid, null));
            else cells.TryGetValue(oid, out cell);
            if (cell is null && request.Version == SnmpVersion.V1) return pdu with { Kind = SnmpPduKind.Response, Error = SnmpError.NoSuchName, ErrorIndex = i + 1 };
            found.Add(new SnmpVariable(oid, cell?.Get() ?? SnmpValue.Missing(pdu.Kind == SnmpPduKind.GetNext ? SnmpTag.EndOfMibView : SnmpTag.NoSuchObject)));
        }
        return pdu with { Kind = SnmpPduKind.Response, Error = SnmpError.None, ErrorIndex = 0, Variables = found };
    }

    SnmpPdu Set(SnmpPdu pdu)
    {
        var answer = pdu with { Kind = SnmpPduKind.Response, Error = SnmpError.None, ErrorIndex = 0 };
        if (RefusesSet != SnmpError.None) return answer with { Error = RefusesSet, ErrorIndex = 1 };
        for (var i = 0; i < pdu.Variables.Count; i++)
        {
            var variable = pdu.Variables[i];
            if (!cells.TryGetValue(variable.Oid, out var cell) || cell.Set is null) return answer with { Error = SnmpError.NoSuchName, ErrorIndex = i + 1 };
            if (variable.Value.Tag != SnmpTag.Integer || variable.Value.Number < 0 || variable.Value.Number > cell.Most) return answer with { Error = SnmpError.BadValue, ErrorIndex = i + 1 };
        }
        foreach (var variable in pdu.Variables) cells[variable.Oid].Set!(variable.Value.Number);
        Unit.Heard();
        Orders++;
        return answer;
    }

    public void Dispose()
    {
        stop.Cancel();
        socket.Dispose();
        // Served to its end, so that nothing of it outlives whoever disposed of it.
        serving.Wait(TimeSpan.FromSeconds(2));
        stop.Dispose();
    }
}
