using System.Net;
using System.Net.Sockets;

namespace Cardo.Bench.FaultLab;

/// <summary>Between clients and city stands a wire that breaks: connections are cut at random, some in the middle of a message.</summary>
public sealed class NetworkFault : IFault
{
    public string Name => "network cut";

    public async Task<FaultResult> Run(FaultOptions options, CancellationToken cancel)
    {
        var ledger = new Ledger();
        using var folder = new FaultFolder();
        long cuts;
        await using (var city = await FaultProcess.Start(options.Program, folder.Data))
        {
            await using var http = new BreakingWire(city.Port);
            await using var mqtt = new BreakingWire(city.MqttPort);
            await using (Load.On(http.Port, mqtt.Port, ledger, again: true)) await Task.Delay(4000, cancel);
            cuts = http.Cuts + mqtt.Cuts;
            await city.Kill();
        }
        var found = await Audit.Of(folder.Data, ledger);
        return new FaultResult(Name, cuts, found.Checked, found.LostCount, 0, found.LostCount > 0 ? string.Join(", ", found.Lost) : "clients came back and went on", found.LostCount == 0 && cuts > 0 && found.Checked > 0);
    }

    /// <summary>Carries bytes both ways, and cuts each connection after a random number of them.</summary>
    sealed class BreakingWire : IAsyncDisposable
    {
        readonly TcpListener listener = new(IPAddress.Loopback, 0);
        readonly CancellationTokenSource stop = new();
        readonly Random chance = new(7);
        readonly Task accepting;
        readonly int to;
        long cuts;

        public BreakingWire(int to)
        {
            this.to = to;
            listener.Start();
            accepting = Task.Run(Accept);
        }

        public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

        public long Cuts => Interlocked.Read(ref cuts);

        async Task Accept()
        {
            try
            {
                while (true)
                {
                    var client = await listener.AcceptTcpClientAsync(stop.Token);
                    _ = Carry(client, chance.Next(200, 20_000));
                }
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException)
            {
                // The wire is taken down.
            }
        }

        async Task Carry(TcpClient client, int bytes)
        {
            using (client)
            using (var server = new TcpClient())
                try
                {
                    await server.ConnectAsync(IPAddress.Loopback, to, stop.Token);
                    using var cut = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
                    var left = bytes;
                    await Task.WhenAny(Pump(client, server), Pump(server, client));
                    await cut.CancelAsync();

                    async Task Pump(TcpClient from, TcpClient into)
                    {
                        var buffer = new byte[997];
                        while (await from.GetStream().ReadAsync(buffer, cut.Token) is > 0 and var n)
                        {
                            var passes = Math.Min(n, Math.Max(0, Interlocked.Add(ref left, -n) + n));
                            await into.GetStream().WriteAsync(buffer.AsMemory(0, passes), cut.Token);
                            if (passes < n)
                            {
                                Interlocked.Increment(ref cuts);
                                return;
                            }
                        }
                    }
                }
                catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
                {
                    // Cut.
                }
        }

        public async ValueTask DisposeAsync()
        {
            await stop.CancelAsync();
            listener.Stop();
            await accepting;
            stop.Dispose();
        }
    }
}
