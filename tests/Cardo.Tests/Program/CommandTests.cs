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
    public async Task A_long_id_is_listed_whole()
    {
        var (data, id) = (Fresh(), "air-quality-station-of-the-old-harbour-by-the-fishermens-stairs-number-0017");
        (await CardoProcess.Run("device", "add", id, "--data", data)).Code.ShouldBe(0);
        var (code, output, _) = await CardoProcess.Run("device", "list", "--data", data);
        code.ShouldBe(0);
        output.Split('\n').ShouldContain(line => line.StartsWith(id + " ", StringComparison.Ordinal) || line == id);
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
    public async Task Help_is_a_word_as_well_as_an_option()
    {
        (await CardoProcess.Run("help")).ShouldBe(await CardoProcess.Run("--help"));
        (await CardoProcess.Run("help", "token", "add")).ShouldBe(await CardoProcess.Run("token", "add", "--help"));
    }

    [Theory]
    [InlineData("demoo", "There is no command \"demoo\". Did you mean demo?", "Try: cardo --help")]
    [InlineData("serve --prot 9", "There is no option \"--prot\". Did you mean --port?", "Try: cardo serve --help")]
    [InlineData("serve --port abc", "--port: \"abc\" is not a whole number.", "Try: cardo serve --help")]
    [InlineData("token add", "--scope", "Try: cardo token add --help")]
    [InlineData("cases", "Say which: import, train, learn", "Try: cardo cases --help")]
    public async Task What_is_mistyped_is_said_with_what_was_meant(string line, string said, string help)
    {
        var (code, output, error) = await CardoProcess.Run(line.Split(' '));
        code.ShouldBe(2, output);
        var lines = error.Trim().Split('\n');
        lines.Length.ShouldBe(2, error);
        lines[0].ShouldContain(said);
        lines[1].ShouldBe(help);
    }

    [Fact]
    public async Task A_city_that_could_not_listen_leaves_no_folder_behind()
    {
        using var other = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        other.Start();
        var data = Path.Combine(Fresh(), "city");
        (await CardoProcess.Run("serve", "--data", data, "--port", $"{((System.Net.IPEndPoint)other.LocalEndpoint).Port}", "--mqtt-port", "0")).Code.ShouldBe(1);
        Directory.Exists(data).ShouldBeFalse();
    }

    [Fact]
    public async Task An_address_of_another_machine_is_said_with_the_option_that_names_it()
    {
        var (code, _, error) = await CardoProcess.Run("serve", "--data", Fresh(), "--bind", "192.0.2.1", "--port", "0", "--mqtt-port", "0");
        code.ShouldBe(1);
        error.ShouldContain("192.0.2.1");
        error.ShouldContain("--bind");
    }

    [Theory]
    [InlineData("store check DATA")]
    [InlineData("store check --data DATA")]
    [InlineData("backup DATA.zip --data DATA")]
    [InlineData("journal export DATA.out --data DATA")]
    [InlineData("journal rebuild --data DATA")]
    public async Task A_mistyped_data_folder_is_said_and_does_not_become_a_city(string line)
    {
        foreach (var data in new[] { Fresh(), Path.Combine(Fresh(), "nothing") })
        {
            var (code, _, error) = await CardoProcess.Run(line.Replace("DATA", data, StringComparison.Ordinal).Split(' '));
            code.ShouldBe(1, error);
            error.ShouldContain("is not there");
            File.Exists(Path.Combine(data, "city.db")).ShouldBeFalse();
        }
    }

    [Fact]
    public async Task The_tables_of_cases_are_made_again_from_the_journal_when_nobody_works_in_the_city()
    {
        var data = Fresh();
        await using (await CardoProcess.Serve(data))
        {
            var busy = await CardoProcess.Run("journal", "rebuild", "--data", data);
            busy.Code.ShouldBe(1);
            busy.Error.ShouldContain("stop it first");
        }
        var (code, output, error) = await CardoProcess.Run("journal", "rebuild", "--data", data);
        code.ShouldBe(0, error);
        output.ShouldContain("0 entries folded");
    }

    [Fact]
    public async Task A_kept_checkpoint_that_is_not_there_is_not_passed_over()
    {
        var (code, output, error) = await CardoProcess.Run("journal", "verify", Fresh(), "--since", "/no/such/checkpoint");
        code.ShouldBe(1, output);
        error.ShouldContain("/no/such/checkpoint is not there");
    }

    [Fact]
    public async Task Files_in_a_folder_that_is_not_there_are_said_in_one_line()
    {
        var data = Path.Combine(Fresh(), "city");
        var (code, _, error) = await CardoProcess.Run("import", "--city", Path.Combine(Repository.Root, "cities/tainan"), "--from", "/no/such/folder", "--data", data);
        code.ShouldBe(1);
        error.Trim().ShouldBe("cardo: There is no folder /no/such/folder.");
        Directory.Exists(data).ShouldBeFalse();
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
