using Cardo.Cases.Learning;
using Cardo.Cases.Profile;

namespace Cardo.Cases.Verbs;

/// <summary>What is known of a case before anybody decides: what the model looks at, the same when it is asked and when it learns.</summary>
internal static class Known
{
    public static CaseText Of(CityProfile profile, Report report, long atUs) =>
        Of(profile, "", report.Service, report.Source, report.Said.Words, atUs, report.Lon, report.Lat);

    /// <summary>A case that is there, as it was when it came.</summary>
    public static CaseText Of(CityProfile profile, Case now, Matter? first, string words) =>
        Of(profile, now.Number.ToString(System.Globalization.CultureInfo.InvariantCulture), first?.Service ?? now.Service, first?.Source ?? MatterSource.Import, words, now.OpenedUs, first?.Lon ?? now.Lon, first?.Lat ?? now.Lat);

    static CaseText Of(CityProfile profile, string id, string service, MatterSource source, string words, long atUs, double? lon, double? lat)
    {
        var clues = new List<Clue>(2);
        // A service that has a department is the answer itself: whoever learned by it would know nothing without it, and
        // the model is asked only where there is none.
        if (!profile.Services.TryGetValue(service, out var known) || known.Unit is null) clues.Add(new Clue("service", service));
        if (source != MatterSource.Import) clues.Add(new Clue("source", source.ToString().ToLowerInvariant()));
        return new CaseText(id, words, atUs)
        {
            Lon = lon,
            Lat = lat,
            AheadHours = profile.Zone.GetUtcOffset(Kernel.Instants.ToDateTimeOffset(Math.Clamp(atUs, Kernel.Instants.MinUs, Kernel.Instants.MaxUs))).TotalHours,
            Clues = clues,
        };
    }
}
