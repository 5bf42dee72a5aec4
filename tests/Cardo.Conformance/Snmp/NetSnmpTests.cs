using System.Diagnostics;
using Cardo.Conformance.Ntcip1202;
using Cardo.Standards.Ntcip1202;

namespace Cardo.Conformance.Snmp;

/// <summary>Another's SNMP reads and sets a cabinet: net-snmp's tools against the agent, so that both ends of the encoding have met a stranger.</summary>
public sealed class NetSnmpTests
{
    [Theory]
    [InlineData("1")]
    [InlineData("2c")]
    public async Task Net_snmps_tools_read_walk_and_set_a_cabinet(string version)
    {
        if (!File.Exists("/usr/bin/snmpget")) Assert.Skip("snmpget is missing: apt-get install snmp");
        using var cabinet = new Cabinet();
        (await Run("snmpget", version, "public", cabinet, Asc.MaxPhases.ToString())).ShouldContain("INTEGER: 16");
        (await Run("snmpset", version, "secret", cabinet, Asc.Control(PhaseControl.VehCall, 1).ToString(), "i", "34")).ShouldContain("INTEGER: 34");
        cabinet.Unit.Control[PhaseControl.VehCall].ShouldBe(34u);
        cabinet.Pass(2);
        (await Run("snmpget", version, "public", cabinet, Asc.Status(PhaseStatus.Greens, 1).ToString())).ShouldContain("INTEGER: 34");
        (await Run("snmpwalk", version, "public", cabinet, Asc.Root.Plus(1, 4).ToString())).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(20);
        (await Run("snmpget", version, "public", cabinet, Asc.Phase(PhaseColumn.Concurrency, 2).ToString())).ShouldContain("05 06");
        (await Run("snmpset", version, "secret", cabinet, Asc.MaxPhases.ToString(), "i", "8")).ShouldContain("noSuchName");
    }

    static async Task<string> Run(string tool, string version, string community, Cabinet cabinet, params string[] more)
    {
        using var process = Process.Start(new ProcessStartInfo("/usr/bin/" + tool, ["-v" + version, "-c", community, "-On", "-Ox", "-t", "2", "-r", "1", cabinet.Agent.Address.ToString(), .. more]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEndAsync(Cabinet.Cancel);
        var errors = process.StandardError.ReadToEndAsync(Cabinet.Cancel);
        await process.WaitForExitAsync(Cabinet.Cancel);
        return await output + await errors;
    }
}
