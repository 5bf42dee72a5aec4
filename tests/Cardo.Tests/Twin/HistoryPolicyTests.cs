using Cardo.Kernel;
using Cardo.Storage;
using Cardo.Twin;

namespace Cardo.Tests.Twin;

public sealed class HistoryPolicyTests
{
    const long Now = 20_000 * Instants.DayUs;

    static HistoryPolicy Policy(params (string Key, string Value)[] settings) =>
        new(new Settings(settings.ToDictionary(s => s.Key, s => s.Value)) { DataDir = "", Store = "" });

    static KeepPolicy? Of(HistoryPolicy policy, string attribute) => policy.Of(new SeriesName("", "urn:a", attribute), Now);

    [Fact]
    public void Without_settings_everything_is_kept_for_ever()
    {
        Policy().Any.ShouldBeFalse();
        Of(Policy(("history.keep_days", "never")), "level").ShouldBeNull();
    }

    [Fact]
    public void One_attribute_may_be_kept_longer_or_shorter_and_summarized()
    {
        var policy = Policy(("history.keep_days", "365"), ("history.by_attribute.level", "30"),
            ("history.by_attribute.noise.keep_days", "7"), ("history.by_attribute.noise.then", "hourly"), ("history.by_attribute.noise.hourly_days", "3650"),
            ("history.by_attribute.flow.keep_days", "7"), ("history.by_attribute.flow.then", "daily"));
        policy.Any.ShouldBeTrue();
        Of(policy, "https://uri.etsi.org/ngsi-ld/default-context/other").ShouldBe(new KeepPolicy(Now - 365 * Instants.DayUs));
        Of(policy, "https://uri.etsi.org/ngsi-ld/default-context/level").ShouldBe(new KeepPolicy(Now - 30 * Instants.DayUs));
        Of(policy, "noise").ShouldBe(new KeepPolicy(Now - 7 * Instants.DayUs, Instants.HourUs, Now - 3650 * Instants.DayUs));
        Of(policy, "flow").ShouldBe(new KeepPolicy(Now - 7 * Instants.DayUs, Instants.DayUs));
    }
}
