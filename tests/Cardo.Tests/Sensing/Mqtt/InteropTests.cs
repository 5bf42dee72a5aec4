using System.Diagnostics;
using Cardo.Kernel;
using Cardo.Standards.Mqtt;
using Cardo.Tests.Support;

namespace Cardo.Tests.Sensing.Mqtt;

/// <summary>The listener against clients of other makes, and our client against a broker of another make.</summary>
public class InteropTests
{
    static async Task<(int Code, string Out, string Error)> Run(string program, params string[] arguments)
    {
        using var process = Begin(program, arguments);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, (await output).Trim(), (await error).Trim());
    }

    static Process Begin(string program, params string[] arguments) =>
        Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;

    static string Program(string name, string package)
    {
        var path = new[] { "/usr/bin", "/usr/sbin", "/usr/local/bin" }.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
        if (path is null) Assert.Skip($"{name} is missing: {package}");
        return path!;
    }

    public static TheoryData<string, int> Ways
    {
        get
        {
            var ways = new TheoryData<string, int>();
            foreach (var version in new[] { "mqttv311", "mqttv5" })
                for (var qos = 0; qos < 3; qos++) ways.Add(version, qos);
            return ways;
        }
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task Mosquitto_clients_publish_and_subscribe(string version, int qos)
    {
        var (pub, sub) = (Program("mosquitto_pub", "apt-get install mosquitto-clients"), Program("mosquitto_sub", "apt-get install mosquitto-clients"));
        await using var host = await BrokerHost.Start();
        string[] to = ["-h", "127.0.0.1", "-p", $"{host.Port}", "-V", version, "-q", $"{qos}", "-u", "lamp", "-P", "key"];
        using var listening = Begin(sub, [.. to, "-t", "a/#", "-C", "3", "-W", "20", "-F", "%t %p %q %r"]);
        for (var i = 0; i < 1000 && host.Broker.Trie.Count == 0; i++) await Task.Delay(10, TestContext.Current.CancellationToken);
        // Each is heard before the next is sent: nothing orders the messages of two connections, and with quality 0 the sender is gone
        // before its message has been read.
        foreach (var (topic, words, more) in new (string, string, string[])[] { ("a/1", "one", []), ("a/2", "two", ["-r"]), ("a/3", "three", []) })
        {
            (await Run(pub, [.. to, "-t", topic, "-m", words, .. more])).Code.ShouldBe(0);
            (await listening.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken)).ShouldBe($"{topic} {words} {qos} 0");
        }
        (await Run(sub, [.. to, "-t", "a/+", "-C", "1", "-W", "20", "-F", "%t %p %q %r"])).Out.ShouldBe($"a/2 two {qos} 1");
    }

    [Fact]
    public async Task A_will_of_mosquitto_sub_is_published_when_it_is_killed()
    {
        var sub = Program("mosquitto_sub", "apt-get install mosquitto-clients");
        await using var host = await BrokerHost.Start();
        var (listener, inbox) = await host.Listener("l", null, new SubscriptionRequest("will", 1));
        await using var _ = listener;
        using (var willing = Begin(sub, "-h", "127.0.0.1", "-p", $"{host.Port}", "-t", "x", "--will-topic", "will", "--will-payload", "gone", "--will-qos", "1"))
        {
            for (var i = 0; i < 1000 && host.Broker.Trie.Count < 2; i++) await Task.Delay(10, TestContext.Current.CancellationToken);
            willing.Kill();
        }
        (await inbox.Next()).ShouldBe("will gone q1");
    }

    [Fact]
    public async Task Mosquitto_pub_is_told_why_it_is_refused()
    {
        var pub = Program("mosquitto_pub", "apt-get install mosquitto-clients");
        await using var host = await BrokerHost.Start();
        var (code, _, error) = await Run(pub, "-h", "127.0.0.1", "-p", $"{host.Port}", "-V", "mqttv5", "-u", "mallory", "-P", "x", "-t", "a", "-m", "b");
        code.ShouldNotBe(0);
        error.ShouldContain("Bad user name or password", Case.Insensitive);
        (await Run(pub, "-h", "127.0.0.1", "-p", $"{host.Port}", "-V", "mqttv5", "-q", "1", "-t", "forbidden/a", "-m", "b")).Error.ShouldContain("Not authorized", Case.Insensitive);
    }

    [Fact]
    public async Task Mqtt_js_speaks_with_it_over_TCP_and_WebSocket()
    {
        var node = Program("node", "install Node 20");
        var folder = Path.Combine(Repository.Root, "tests/Cardo.Tests/Sensing/Mqtt/interop");
        if (!Directory.Exists(Path.Combine(folder, "node_modules"))) Assert.Skip($"mqtt.js is missing: npm ci in {Path.GetRelativePath(Repository.Root, folder)} (./cardo test does it)");
        await using var host = await BrokerHost.Start();
        var (code, output, error) = await Run(node, Path.Combine(folder, "interop.mjs"), $"{host.Port}", $"{host.HttpPort}");
        error.ShouldBe("");
        output.ReplaceLineEndings("\n").ShouldBe("mqtt-4 ok\nmqtt-5 ok\nws-4 ok\nws-5 ok");
        code.ShouldBe(0);
    }

    [Theory]
    [InlineData(MqttVersion.V311)]
    [InlineData(MqttVersion.V5)]
    public async Task Our_client_speaks_with_mosquitto(MqttVersion version)
    {
        var mosquitto = Program("mosquitto", "apt-get install mosquitto");
        var folder = Directory.CreateTempSubdirectory("cardo-mosquitto-").FullName;
        var port = LoopbackPort.Free();
        await File.WriteAllTextAsync(Path.Combine(folder, "m.conf"), $"listener {port} 127.0.0.1\nallow_anonymous true\n", TestContext.Current.CancellationToken);
        using var broker = Begin(mosquitto, "-c", Path.Combine(folder, "m.conf"));
        try
        {
            var inbox = new Inbox();
            var options = new Cardo.Sensing.Mqtt.MqttClientOptions("127.0.0.1", port) { Version = version, ClientId = "c", OnMessage = inbox.Add };
            var connected = await Cardo.Sensing.Mqtt.MqttClient.Connect(options, TimeProvider.System, TestContext.Current.CancellationToken);
            for (var i = 0; i < 100 && !connected.Ok; i++)
            {
                await Task.Delay(50, TestContext.Current.CancellationToken);
                connected = await Cardo.Sensing.Mqtt.MqttClient.Connect(options, TimeProvider.System, TestContext.Current.CancellationToken);
            }
            await using var client = connected.Value;
            (await client.Subscribe("t/#", 2)).Value.Codes.ShouldBe([ReasonCode.GrantedQos2]);
            for (byte qos = 0; qos < 3; qos++) (await client.Publish($"t/{qos}", "hi"u8.ToArray(), qos)).Ok.ShouldBeTrue();
            for (var qos = 0; qos < 3; qos++) (await inbox.Next()).ShouldBe($"t/{qos} hi q{qos}");
            await client.Disconnect();
        }
        finally
        {
            broker.Kill();
            await broker.WaitForExitAsync(TestContext.Current.CancellationToken);
            Directory.Delete(folder, recursive: true);
        }
    }
}
