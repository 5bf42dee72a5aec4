using System.Net;
using System.Text;
using Cardo.Kernel;
using Cardo.Rules;
using Cardo.Sensing;
using Cardo.Server;
using Cardo.Server.Demo.Sim;
using Cardo.Tests.Support;
using Cardo.Twin;
using Microsoft.Extensions.DependencyInjection;

namespace Cardo.Tests.Stories;

/// <summary>
/// Plays a story on the whole composition: the program's own wiring, a real store in a folder of its own, devices that
/// connect over a socket with keys of their own, and a clock that moves only when the story says so.
/// </summary>
sealed class StoryRunner : IAsyncDisposable
{
    /// <summary>Real time an expectation is given to come true: what follows from a step follows on other threads.</summary>
    static readonly TimeSpan patience = TimeSpan.FromSeconds(15);

    readonly Story story;
    readonly HandClock clock;
    readonly string data = Directory.CreateTempSubdirectory("cardo-story-").FullName;
    readonly Dictionary<string, (string Key, DeviceLink? Link)> devices = [];
    readonly HttpClient http = new(new HttpClientHandler { AllowAutoRedirect = false });
    readonly int mqttPort = LoopbackPort.Free();
    CityApp? city;
    (int Status, string Body) answer;

    public StoryRunner(Story story) => (this.story, clock) = (story, new HandClock(story.Start));

    public async Task Play()
    {
        await Start();
        foreach (var step in story.Steps)
        {
            try
            {
                await Do(step);
            }
            catch (Exception fault)
            {
                throw new InvalidOperationException($"line {step.Line}, \"{step.Text}\": {fault.Message}", fault);
            }
        }
    }

    async Task Start()
    {
        var settings = SettingsReader.Read(story.City is null ? null : Path.Combine(Repository.Root, story.City), new Dictionary<string, string?>
        {
            ["data_dir"] = data,
            ["port"] = "0",
            ["mqtt_port"] = $"{mqttPort}",
            ["trust_loopback"] = "true",
            ["packs_dir"] = Path.Combine(Repository.Root, "packs"),
        });
        city = CityApp.Build(settings.Value, clock).Value;
        await city.Start();
    }

    Task Do(Step step) => step.Verb switch
    {
        "device" => Device(step.Words),
        "mqtt" => Mqtt(step.Words[0], step.Words[1]),
        "every" => Every(step.Words),
        "http" => Http(step.Words),
        "wait" => Wait(Time(step.Words[0])),
        "restart" => Restart(),
        "expect entity" => Entity(step.Words),
        "expect alarm" => Alarm(step.Words[0], step.Words[2], step.Words[3]),
        "expect status" => Say(answer.Status == int.Parse(step.Words[0], null), () => $"the answer was {answer.Status}: {answer.Body}"),
        "expect body" => Say(answer.Body.Contains(step.Words[0], StringComparison.Ordinal), () => $"the answer was: {answer.Body}"),
        _ => Page(step.Words[0], step.Words[1]),
    };

    Task Device(IReadOnlyList<string> words)
    {
        var options = new Dictionary<string, string>();
        for (var i = 1; i + 1 < words.Count; i += words[i] == "at" ? 3 : 2)
            options[words[i]] = words[i] == "at" ? $"{words[i + 1]} {words[i + 2]}" : words[i + 1];
        double? Degrees(int which) => options.TryGetValue("at", out var at) ? double.Parse(at.Split(' ')[which], System.Globalization.CultureInfo.InvariantCulture) : null;
        var thing = new Thing(words[0], null, options.GetValueOrDefault("profile"), options.GetValueOrDefault("type"), null, Degrees(0), Degrees(1));
        var issued = Services.GetRequiredService<DeviceDesk>().Add(thing, "story");
        if (!issued.Try(out var device, out var refusal)) throw new InvalidOperationException(refusal.Message);
        devices[words[0]] = (device.Key, null);
        return Task.CompletedTask;
    }

    IServiceProvider Services => city!.Services;

    async Task Mqtt(string id, string json)
    {
        if (!devices.TryGetValue(id, out var device)) throw new InvalidOperationException($"no device {id} was introduced");
        if (device.Link is null)
        {
            device.Link = new DeviceLink(new IPEndPoint(IPAddress.Loopback, mqttPort), id, device.Key);
            // No keep-alive: the clock jumps.
            if (!await device.Link.Connect(0, default)) throw new InvalidOperationException("the server did not let it in");
            devices[id] = device;
        }
        var refused = device.Link.Refused;
        if (!await device.Link.Publish(Encoding.UTF8.GetBytes(json), default)) throw new InvalidOperationException("it was not acknowledged");
        if (device.Link.Refused > refused) throw new InvalidOperationException("it was refused");
    }

    async Task Every(IReadOnlyList<string> words)
    {
        var (every, until) = (Time(words[0]), clock.GetUtcNow() + Time(words[2]));
        while (clock.GetUtcNow() < until)
        {
            await Mqtt(words[4], words[5]);
            await Wait(every);
        }
    }

    static TimeSpan Time(string word) => ReadStory.TryTime(word, out var time) ? time : TimeSpan.Zero;

    // In strides, with a breath between them, so that what hears the clock can do its turn at about the right moment.
    async Task Wait(TimeSpan time)
    {
        var stride = TimeSpan.FromSeconds(Math.Max(1, time.TotalSeconds / 20));
        for (var until = clock.GetUtcNow() + time; clock.GetUtcNow() < until;)
        {
            var left = until - clock.GetUtcNow();
            clock.Advance(left < stride ? left : stride);
            await Task.Delay(2);
        }
    }

    async Task Restart()
    {
        foreach (var id in devices.Keys.ToList())
        {
            devices[id].Link?.Dispose();
            devices[id] = (devices[id].Key, null);
        }
        await city!.DisposeAsync();
        await Start();
    }

    async Task Http(IReadOnlyList<string> words)
    {
        using var request = new HttpRequestMessage(new HttpMethod(words[0]), city!.Url + words[1]);
        if (words.Count > 2) request.Content = new StringContent(words[2], Encoding.UTF8, words[2].Contains("@context", StringComparison.Ordinal) ? "application/ld+json" : "application/json");
        using var response = await http.SendAsync(request);
        answer = ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    Task Entity(IReadOnlyList<string> words)
    {
        Cardo.Standards.NgsiLd.Entity? There() => Services.GetRequiredService<TwinDesk>().Find("", words[0]);
        string Value() => There()?.Find(Cardo.Server.Demo.Say.Name(words[1]))?.Value.ToString() ?? "nothing";
        if (words.Count == 3) return Until(() => Value() == words[2], () => $"{words[1]} is {Value()}");
        return Until(() => There() is null == (words[1] == "missing"), () => There() is null ? "it is missing" : "it is there");
    }

    async Task Alarm(string rule, string id, string state)
    {
        var twin = Services.GetRequiredService<TwinDesk>();
        string Now() => twin.Find("", Cardo.Rules.Alarm.IdOf(rule, id)) is { } entity ? Cardo.Rules.Alarm.Read(entity) is { Open: true } ? "open" : "closed" : "none";
        if (!Services.GetRequiredService<RulesDesk>().Rules.Any(r => r.Id == rule)) throw new InvalidOperationException($"there is no rule {rule}");
        // What must not happen has to be given the time to happen.
        if (state == "none") await Task.Delay(400);
        await Until(() => Now() == state, () => $"the alarm is {Now()}");
    }

    async Task Page(string path, string text)
    {
        for (var waited = 0; ; waited += 250)
        {
            await Http(["GET", path]);
            if (answer.Status == 200 && answer.Body.Contains(text, StringComparison.Ordinal)) return;
            if (waited > patience.TotalMilliseconds) throw new InvalidOperationException($"the page answered {answer.Status} without it");
            await Task.Delay(250);
        }
    }

    static Task Say(bool holds, Func<string> otherwise) => holds ? Task.CompletedTask : throw new InvalidOperationException(otherwise());

    static async Task Until(Func<bool> holds, Func<string> otherwise)
    {
        for (var waited = 0; !holds(); waited += 20)
        {
            if (waited > patience.TotalMilliseconds) throw new InvalidOperationException(otherwise());
            await Task.Delay(20);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var device in devices.Values) device.Link?.Dispose();
        http.Dispose();
        if (city is not null) await city.DisposeAsync();
        Directory.Delete(data, true);
    }
}
