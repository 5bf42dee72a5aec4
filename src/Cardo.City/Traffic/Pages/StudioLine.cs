using Cardo.Traffic.Studio;
using Cardo.Ui;
using Microsoft.AspNetCore.Http;

namespace Cardo.Traffic.Pages;

/// <summary><c>/traffic/try/live</c>: says that a try went on; who hears it asks for what they look at.</summary>
internal sealed class StudioLine(StudioDesk desk, TimeProvider clock)
{
    const int MostListeners = 50;

    readonly EventStream line = new(MostListeners, clock);

    public Task Watch(HttpContext http) => line.Tell(http, () => desk.Version);
}
