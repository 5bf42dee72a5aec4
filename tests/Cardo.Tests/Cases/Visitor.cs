using System.Net;
using System.Text.RegularExpressions;

namespace Cardo.Tests.Cases;

/// <summary>Somebody with a browser that runs no scripts.</summary>
sealed partial class Visitor : IDisposable
{
    readonly HttpClient http;

    public Visitor(string url, string? key, string lang)
    {
        http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = new Uri(url) };
        http.DefaultRequestHeaders.Add("Accept", "text/html");
        http.DefaultRequestHeaders.Add("Accept-Language", lang);
        if (key is not null) http.DefaultRequestHeaders.Add("Authorization", "Bearer " + key);
    }

    public async Task<(int Status, string Body, string? Location)> Get(string path)
    {
        using var answer = await http.GetAsync(path, TestContext.Current.CancellationToken);
        return ((int)answer.StatusCode, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)), answer.Headers.Location?.ToString());
    }

    /// <summary>Opens the page, fills in its form and sends it.</summary>
    public async Task<(int Status, string Body, string? Location)> Send(string page, string action, (string Name, string Value)[] fields, params (string Name, string FileName, byte[] Bytes)[] files)
    {
        var (_, html, _) = await Get(page);
        using var form = new MultipartFormDataContent { { new StringContent(Token().Match(html).Groups[1].Value), "__RequestVerificationToken" } };
        foreach (var (name, value) in fields) form.Add(new StringContent(value), name);
        foreach (var (name, file, bytes) in files) form.Add(new ByteArrayContent(bytes), name, file);
        using var answer = await http.PostAsync(action, form, TestContext.Current.CancellationToken);
        return ((int)answer.StatusCode, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)), answer.Headers.Location?.ToString());
    }

    public void Dispose() => http.Dispose();

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
