using Cardo.Bench.FaultLab;
using Cardo.Tests.Support;

namespace Cardo.Tests.Program;

/// <summary>The fault laboratory (bench/Cardo.Bench/FaultLab) in short: the real process under load, with everything done to it that a machine can do.</summary>
public class FaultTests
{
    const int Kills = 50;

    public static TheoryData<string> Faults => [.. Laboratory.All.Select(f => f.Name)];

    [Theory, MemberData(nameof(Faults))]
    public async Task Whatever_goes_wrong_nothing_acknowledged_is_lost(string name)
    {
        var fault = Laboratory.All.Single(f => f.Name == name);
        if (fault.Missing() is { } lacks) Assert.Skip($"{lacks} is missing");
        var result = await fault.Run(new FaultOptions(CardoProcess.Program, Kills), TestContext.Current.CancellationToken);
        result.Lost.ShouldBe(0, result.Seen);
        result.False.ShouldBe(0);
        result.Holds.ShouldBeTrue(result.Seen);
        result.Acknowledged.ShouldBeGreaterThan(0);
    }
}
