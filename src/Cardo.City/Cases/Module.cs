using Cardo.Cases.Alarms;
using Cardo.Cases.Board;
using Cardo.Cases.Clocks;
using Cardo.Cases.Dispatch;
using Cardo.Cases.Intake;
using Cardo.Cases.InTwin;
using Cardo.Cases.Pages;
using Cardo.Cases.Profile;
using Cardo.Cases.Proofs;
using Cardo.Identity;
using Cardo.Journal;
using Cardo.Kernel;
using Cardo.Rules;
using Cardo.Storage;
using Cardo.Ui;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Cardo.Cases;

/// <summary>The wiring of cases.</summary>
public static class Module
{
    public static void Add(WebApplicationBuilder builder, Settings settings)
    {
        var services = builder.Services;
        // A profile with a fault stops the start, with every fault: a city that dispatches by half a rule book would be worse.
        services.AddSingleton(_ => ReadProfile.Folder(settings.CityDir is { } dir ? Path.Combine(dir, "cases") : null, settings.Zone).Try(out var profile, out var refusal)
            ? profile : throw new InvalidOperationException(string.Join(Environment.NewLine, [refusal.Message, .. refusal.Details ?? []])));
        services.AddSingleton(s => new CaseDesk(s.GetRequiredService<Db>(), s.GetRequiredService<JournalDesk>(), s.GetRequiredService<News>(), s.GetRequiredService<TimeProvider>(), s.GetRequiredService<Ids>(), s.GetRequiredService<CityProfile>()) { AlarmText = words => s.GetRequiredService<RulesDesk>().Rules.FirstOrDefault(r => r.Text.Values.Contains(words)) is { } rule ? new LocalText(rule.Text) : null });
        services.AddSingleton(s => new Levels(s.GetRequiredService<CaseDesk>().Board, s.GetRequiredService<CityProfile>().Department));
        services.AddScoped<ReportAnswers>().AddScoped<PublicAnswers>().AddScoped<DeskAnswers>().AddScoped<CrewAnswers>().AddScoped<ModelAnswers>().AddScoped<DuplicateAnswers>().AddScoped<DeskList>();
        services.AddSingleton<DeskLive>().AddSingleton<Districts>();
        services.AddSingleton(new RefusalShape("/open311", Open311.Answer.Guarded));
        services.AddSingleton(new NavItem("/report", "cases.nav.report", 20)).AddSingleton(new NavItem("/reported", "cases.nav.cases", 25)).AddSingleton(new NavItem("/service-levels", "cases.nav.levels", 30)).AddSingleton(new NavItem("/desk", "cases.nav.desk", 45));
        services.AddSingleton<ProofService>().AddHostedService(s => s.GetRequiredService<ProofService>());
        services.AddSingleton(s => ActivatorUtilities.CreateInstance<AlarmIntake>(s, (Func<IReadOnlyList<Alarm>>)(() => s.GetRequiredService<RulesDesk>().OpenAlarms()))).AddHostedService(s => s.GetRequiredService<AlarmIntake>());
        services.AddSingleton<SameCause>().AddHostedService(s => s.GetRequiredService<SameCause>());
        services.AddSingleton<TwinWriter>().AddHostedService(s => s.GetRequiredService<TwinWriter>());
        services.AddSingleton<HistoryDesk>();
        services.AddSingleton(s => new ModelKeeper(s.GetRequiredService<CaseDesk>(), s.GetRequiredService<Db>(), s.GetRequiredService<JournalDesk>(), ModelShelf.Of(settings), s.GetRequiredService<TimeProvider>()));
        services.AddSingleton(s => new ModelDesk(s.GetRequiredService<ModelKeeper>())).AddSingleton<ModelService>().AddHostedService(s => s.GetRequiredService<ModelService>());
        services.AddSingleton<PhotoSweep>().AddHostedService(s => s.GetRequiredService<PhotoSweep>());
        services.AddSingleton<ClockService>().AddHostedService(s => s.GetRequiredService<ClockService>());
    }

    public static void Map(WebApplication app)
    {
        app.Services.GetRequiredService<CaseDesk>();
        Routes.Map(app);
    }
}
