using Cardo.Traffic.Live;
using Cardo.Ui;
using Microsoft.AspNetCore.Http;

namespace Cardo.Traffic.Pages;

/// <summary><c>/traffic/live</c>: says that a second has passed; who hears it asks for what they look at.</summary>
internal sealed class TrafficLine(TrafficBoard board, TimeProvider clock)
{
    const int MostListeners = 300;

    readonly EventStream line = new(MostListeners, clock);

    public Task Watch(HttpContext http) => line.Tell(http, () => board.Version);
}
