using Cardo.Tests.Support;

namespace Cardo.Tests.Program;

/// <summary>The commands as others call them: exit codes, and keys alone on the last line.</summary>
public class CommandTests
{
    static string Fresh() => Directory.CreateTempSubdirectory("cardo-cmd-").FullName;

    [Fact]
    public async Task A_device_key_is_printed_once_alone_on_the_last_line()
    {
        var (code, output, error) = await CardoProcess.Run("device", "add", "thermo-1", "--data", Fresh());
        code.ShouldBe(0, error);
        output.Trim().Split('\n').ShouldHaveSingleItem().ShouldNotContain(' ');
    }

    [Fact]
    public async Task A_token_says_its_scopes_and_is_refused_without_any()
    {
        var data = Fresh();
        (await CardoProcess.Run("token", "add", "--scope", "twin:write", "--data", data)).Code.ShouldBe(0);
        (await CardoProcess.Run("token", "add", "--data", data)).Code.ShouldBe(2);
        var refused = await CardoProcess.Run("token", "add", "--scope", "everything", "--data", data);
        refused.Code.ShouldBe(1);
        refused.Error.ShouldContain("everything");
    }

    [Fact]
    public async Task What_is_not_understood_ends_with_two()
    {
        var (code, _, error) = await CardoProcess.Run("flay");
        code.ShouldBe(2);
        error.ShouldContain("--help");
    }

    [Fact]
    public async Task Trusting_loopback_is_refused_when_bound_elsewhere()
    {
        var (code, _, error) = await CardoProcess.Run("serve", "--trust-loopback", "--bind", "0.0.0.0", "--data", Fresh());
        code.ShouldBe(1);
        error.ShouldContain("--trust-loopback");
    }

    [Fact]
    public async Task A_port_that_is_taken_is_said_in_one_line_with_the_way_out()
    {
        using var other = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        other.Start();
        var port = ((System.Net.IPEndPoint)other.LocalEndpoint).Port;
        foreach (var (web, mqtt, option) in new[] { (port, 0, "--port"), (0, port, "--mqtt-port") })
        {
            var (code, _, error) = await CardoProcess.Run("serve", "--data", Fresh(), "--port", $"{web}", "--mqtt-port", $"{mqtt}");
            code.ShouldBe(1);
            error.ShouldContain($"Port {port}");
            error.ShouldContain(option);
            error.ShouldNotContain("   at ", customMessage: "no stack trace");
        }
    }

    [Fact]
    public async Task A_key_made_beside_a_running_city_works_at_once()
    {
        var data = Fresh();
        await using var cardo = await CardoProcess.Serve(data);
        cardo.Said.ShouldContain("/enrol?token=");
        using var client = new HttpClient();
        using var closed = await client.PostAsync(cardo.Url + "/ngsi-ld/v1/entities", Body(), TestContext.Current.CancellationToken);
        ((int)closed.StatusCode).ShouldBe(401);
        var key = (await CardoProcess.Run("token", "add", "--scope", "twin:write", "--data", data)).Out.Trim();
        client.DefaultRequestHeaders.Authorization = new("Bearer", key);
        using var open = await client.PostAsync(cardo.Url + "/ngsi-ld/v1/entities", Body(), TestContext.Current.CancellationToken);
        ((int)open.StatusCode).ShouldBe(201, await open.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    static StringContent Body() => new("""{"id":"urn:ngsi-ld:Room:1","type":"Room"}""", System.Text.Encoding.UTF8, "application/json");
}
