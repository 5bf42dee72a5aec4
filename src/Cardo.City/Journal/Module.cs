using Cardo.Journal.Pages;
using Cardo.Kernel;
using Cardo.Storage;
using Cardo.Ui;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Cardo.Journal;

/// <summary>The journal's wiring. It needs <see cref="Db"/> and <see cref="Ids"/> of the host.</summary>
public static class Module
{
    public static void Add(WebApplicationBuilder builder, Settings settings)
    {
        // The machine's clock, not the city's: an act of today is of today, also while the city lives its past again.
        builder.Services.AddSingleton(s => JournalDesk.Open(s.GetRequiredService<Db>(), settings, TimeProvider.System, s.GetRequiredService<Ids>()).Value);
        builder.Services.AddSingleton<IHistoryWitness>(s => new HistoryWitness(s.GetRequiredService<JournalDesk>()));
        builder.Services.AddHostedService<Sequencer>();
        builder.Services.AddSingleton(new NavItem("/journal", "journal.nav", 80));
    }

    public static void Map(WebApplication app) => Routes.Map(app);
}
