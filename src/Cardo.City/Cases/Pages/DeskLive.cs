using Cardo.Ui;
using Microsoft.AspNetCore.Http;

namespace Cardo.Cases.Pages;

/// <summary><c>/desk/live</c>: says that cases changed, as server-sent events; who hears it asks for what they look at.</summary>
internal sealed class DeskLive(CaseDesk desk, TimeProvider clock)
{
    const int MostListeners = 500;

    readonly EventStream line = new(MostListeners, clock);

    public Task Watch(HttpContext http) => line.Tell(http, () => desk.Board.Version);
}
