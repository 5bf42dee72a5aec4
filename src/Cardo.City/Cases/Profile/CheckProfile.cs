using System.Globalization;
using Cardo.Cases.Clocks;
using Cardo.Ui;

namespace Cardo.Cases.Profile;

/// <summary>Turns what was read into a profile, and finds all that could not work: unknown names, promises nobody can keep, rules that can never fire.</summary>
internal static class CheckProfile
{
    const int MostOfEach = 5000;

    public static CityProfile? Make(ProfileDraft draft, TimeZoneInfo zone, string version, List<string> faults)
    {
        if (draft.Services.Count > MostOfEach || draft.Rules.Count > MostOfEach || draft.Units.Count > MostOfEach)
        {
            faults.Add($"There are more than {MostOfEach} services, units or rules.");
            return null;
        }
        var calendars = Named("calendar", draft.Calendars.Select(c => (c.Id, CheckCalendar.Make(c, zone, faults))), faults);
        var units = Named("unit", draft.Units.Select(u => (u.Id, new Unit(u.Id, new LocalText(u.Name), u.Parent))), faults);
        foreach (var unit in units.Values)
            if (unit.Parent is { } parent && (!units.TryGetValue(parent, out var above) || above.Parent is not null))
                faults.Add($"units.json, {unit.Id}: its parent {parent} is no department.");
        var policies = Named("policy", draft.Policies.Select(p => (p.Id, Policy(p, calendars, units, faults))), faults);
        var services = Named("service", draft.Services.Select(s => (s.Code, Service(s, units, policies, faults))), faults);
        if (services.Count == 0) faults.Add("services.json names no service.");
        var rules = Rules(draft.Rules, services, units, faults);
        var alarms = draft.Alarms.Select(a => new AlarmService(a.Category, a.SubCategory, a.Service, a.Priority ?? Priority.Normal, a.NearM ?? 150, a.WithinS ?? 3600)).ToList();
        foreach (var alarm in alarms)
            if (!services.ContainsKey(alarm.Service)) faults.Add($"alarms.json: {alarm.Category}/{alarm.SubCategory} goes to the service {alarm.Service}, which is not in services.json.");
        var bounds = draft.City.Bounds;
        if (bounds is not null && (bounds.Length != 4 || bounds[0] >= bounds[2] || bounds[1] >= bounds[3])) faults.Add("city.json: bounds are west, south, east, north.");
        if (draft.City.ModelThreshold is not (>= 0 and <= 1)) faults.Add("city.json: modelThreshold is between 0 and 1.");
        if (draft.City.CheckShare is not (>= 0 and <= 1)) faults.Add("city.json: checkShare is between 0 and 1.");
        if (faults.Count > 0) return null;
        return new CityProfile
        {
            Version = version,
            Services = services,
            Units = units,
            Calendars = calendars,
            Policies = policies,
            Rules = rules,
            Alarms = alarms,
            Bounds = bounds,
            ModelThreshold = draft.City.ModelThreshold,
            CheckShare = draft.City.CheckShare,
            Zone = zone,
            Jurisdiction = draft.City.Jurisdiction,
            Contact = draft.City.Contact,
        };
    }

    static Dictionary<string, T> Named<T>(string what, IEnumerable<(string Id, T Value)> all, List<string> faults)
    {
        var byId = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var (id, value) in all)
        {
            if (string.IsNullOrWhiteSpace(id) || id.Length > 60) faults.Add($"A {what} has no usable id.");
            else if (!byId.TryAdd(id, value)) faults.Add($"There are two {what} entries called {id}.");
        }
        return byId;
    }

    static Policy Policy(PolicyFile file, Dictionary<string, WorkCalendar> calendars, Dictionary<string, Unit> units, List<string> faults)
    {
        void Fault(string text) => faults.Add($"policies.json, {file.Id}: {text}.");
        if (!calendars.TryGetValue(file.Calendar, out var calendar)) Fault($"there is no calendar {file.Calendar}");
        else if (calendar.Never) Fault($"in the calendar {file.Calendar} nobody ever works");
        var resolveS = Duration(file.Resolve);
        var respondS = file.Respond is null ? null : Duration(file.Respond);
        if (resolveS is null) Fault($"\"{file.Resolve}\" is no time; write 30 min, 4 h or 2 d");
        if (file.Respond is not null && respondS is null) Fault($"\"{file.Respond}\" is no time; write 30 min, 4 h or 2 d");
        if (respondS > resolveS) Fault("it must be answered later than it must be done");
        var steps = (file.Escalations ?? []).OrderBy(e => e.At).ToList();
        foreach (var step in steps)
        {
            if (step.At is not (> 0 and <= 10)) Fault($"an escalation at {step.At.ToString(CultureInfo.InvariantCulture)} is outside 0 to 10 times the promised time");
            if (step.To != "duty" && !units.ContainsKey(step.To)) Fault($"it escalates to {step.To}, which is no unit and not duty");
        }
        foreach (var (priority, factor) in file.Faster ?? [])
            if (factor is not (> 0 and <= 10)) Fault($"the factor of {priority} is outside 0 to 10");
        return new Policy(file.Id, file.Calendar, respondS, resolveS ?? 0, file.Faster ?? [], [.. steps.Select(s => new Escalation(s.At, s.To))], file.Pauses ?? []) { Name = file.Name is null ? null : new LocalText(file.Name) };
    }

    /// <summary>Seconds of "30 min", "4 h", "2 d"; null when it is none.</summary>
    static double? Duration(string text)
    {
        var parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length != 2 || !double.TryParse(parts[0], CultureInfo.InvariantCulture, out var n) || n is not (> 0 and < 1e5)) return null;
        return parts[1] switch { "min" => n * 60, "h" => n * 3600, "d" => n * 86_400, _ => null };
    }

    static Service Service(ServiceFile file, Dictionary<string, Unit> units, Dictionary<string, Policy> policies, List<string> faults)
    {
        void Fault(string text) => faults.Add($"services.json, {file.Code}: {text}.");
        if (file.Unit is { } unit && !units.ContainsKey(unit)) Fault($"there is no unit {unit}");
        var policy = file.Policy ?? "standard";
        if (!policies.ContainsKey(policy)) Fault($"there is no policy {policy}");
        if (file.NearM is not null and not (> 0 and <= 5000)) Fault("nearM is between 0 and 5000 metres");
        if (file.ClosesOn is { Count: 0 }) Fault("nothing proves that it is done, so it could never close");
        var attributes = (file.Attributes ?? []).Select(a => Attribute(a, Fault)).ToList();
        if (attributes.Select(a => a.Code).Distinct().Count() != attributes.Count) Fault("two attributes have the same code");
        return new Service(file.Code, new LocalText(file.Name), new LocalText(file.Description ?? []), file.Group ?? "", file.Keywords ?? [], file.Unit, policy, attributes,
            file.ClosesOn ?? [Proof.Photo, Proof.Reporter, Proof.Audit], file.Asset, file.NearM ?? 60, file.Public ?? true, file.Notice is null ? null : new LocalText(file.Notice));
    }

    static ServiceAttribute Attribute(AttributeFile file, Action<string> fault)
    {
        var list = file.Type is AttributeType.Singlevaluelist or AttributeType.Multivaluelist;
        if (list != (file.Values is { Count: > 0 })) fault($"the attribute {file.Code} must have values exactly when it is a list");
        return new ServiceAttribute(file.Code, file.Type, file.Required, file.Variable ?? true, new LocalText(file.Description), file.Hint is null ? null : new LocalText(file.Hint),
            [.. (file.Values ?? []).Select(v => new AttributeValue(v.Key, new LocalText(v.Value)))]);
    }

    static List<DispatchRule> Rules(List<RuleFile> files, Dictionary<string, Service> services, Dictionary<string, Unit> units, List<string> faults)
    {
        var rules = new List<DispatchRule>();
        foreach (var file in files)
        {
            void Fault(string text) => faults.Add($"rules.json, {file.Id}: {text}.");
            var rule = new DispatchRule
            {
                Id = file.Id,
                Services = file.Services ?? [],
                Sources = file.Sources ?? [],
                Words = file.Words ?? [],
                Box = file.Box,
                Attribute = file.Attribute,
                Value = file.Value,
                To = file.To,
                AsService = file.AsService,
                Priority = file.Priority,
            };
            if (!units.ContainsKey(rule.To)) Fault($"there is no unit {rule.To}");
            if (rule.AsService is { } other && !services.ContainsKey(other)) Fault($"there is no service {other}");
            if (CanNeverFire(rule, rules, services) is { } why) Fault($"it can never fire: {why}");
            rules.Add(rule);
        }
        if (rules.Select(r => r.Id).Distinct().Count() != rules.Count) faults.Add("rules.json: two rules have the same id.");
        return rules;
    }

    /// <summary>Why a rule can never fire behind the ones before it; null when it can.</summary>
    internal static string? CanNeverFire(DispatchRule rule, IReadOnlyList<DispatchRule> before, IReadOnlyDictionary<string, Service> services)
    {
        if (rule.Services.Count > 0 && !rule.Services.Any(services.ContainsKey)) return $"none of its services ({string.Join(", ", rule.Services)}) is in services.json";
        if (rule.Box is { } box && (box.Length != 4 || box[0] >= box[2] || box[1] >= box[3])) return "its box (west, south, east, north) is empty";
        if (rule.Words.Any(string.IsNullOrWhiteSpace)) return "one of its words is empty";
        if (rule.Attribute is { } code)
        {
            var asking = services.Values.Where(s => (rule.Services.Count == 0 || rule.Services.Contains(s.Code)) && s.Attributes.Any(a => a.Code == code)).ToList();
            if (asking.Count == 0) return $"none of its services asks for {code}";
            if (rule.Value is null || !asking.SelectMany(s => s.Attributes).Any(a => a.Code == code && (a.Values.Count == 0 || a.Values.Any(v => v.Key == rule.Value)))) return $"{code} never has the value {rule.Value}";
        }
        return before.FirstOrDefault(b => b.Covers(rule)) is { } earlier ? $"{earlier.Id} before it always fires first" : null;
    }
}
