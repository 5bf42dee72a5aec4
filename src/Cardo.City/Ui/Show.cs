using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cardo.Ui;

/// <summary>Answers a request with a page or a part of one, rendered on the server.</summary>
public static class Show
{
    public static IResult Page<TPage>(params (string Name, object? Value)[] parameters) where TPage : IComponent => Page<TPage>(200, parameters);

    public static IResult Page<TPage>(int status, params (string Name, object? Value)[] parameters) where TPage : IComponent =>
        new RazorComponentResult<TPage>(parameters.ToDictionary(p => p.Name, p => p.Value)) { StatusCode = status, PreventStreamingRendering = true };

    /// <summary>The house's own page for what isn't there (404), isn't allowed (403) or went wrong.</summary>
    public static IResult Refused(int status, string? message = null) => Page<ErrorPage>(status, ("Status", status), ("Message", message));
}
