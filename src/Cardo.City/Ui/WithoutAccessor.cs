using Microsoft.AspNetCore.Http;

namespace Cardo.Ui;

/// <summary>
/// The services without the accessor of the request: a server that finds one makes a new context for each request and
/// carries it through every wait. Only what people see asks for it (<see cref="WithAccessor"/>); a binding for programs
/// answers thousands of requests a second without.
/// </summary>
sealed class WithoutAccessor(IServiceProvider services) : IServiceProvider
{
    public object? GetService(Type type) => type == typeof(IHttpContextAccessor) ? null : services.GetService(type);
}
