using System.Collections.Concurrent;
using System.Text;
using Cardo.Kernel;
using Cardo.Sensing;

namespace Cardo.Tests.Sensing.Mqtt;

/// <summary>Lets everyone in but user "mallory", keeps what it takes, and refuses topics and payloads that say so.</summary>
sealed class TestPolicy : IMqttPolicy
{
    public ConcurrentQueue<string> Taken { get; } = new();

    /// <summary>Messages are durable when this is done.</summary>
    public Task Disk { get; set; } = Task.CompletedTask;

    public ValueTask<Outcome<MqttPrincipal>> Authenticate(MqttLogin login) => ValueTask.FromResult<Outcome<MqttPrincipal>>(
        login.UserName == "mallory" ? new Refusal(RefusalKind.Unauthorized, "key", "This key is not known.") : new MqttPrincipal(login.UserName ?? "anyone"));

    public bool MayPublish(MqttPrincipal who, string topic) => !topic.StartsWith("forbidden/", StringComparison.Ordinal);

    public bool MaySubscribe(MqttPrincipal who, string filter) => !filter.StartsWith("forbidden/", StringComparison.Ordinal);

    public async ValueTask<MqttVerdict> Publish(MqttPrincipal who, MqttMessage message)
    {
        var text = Encoding.UTF8.GetString(message.Payload.Span);
        await Disk;
        if (text == "bad") return MqttVerdict.Invalid("The payload is bad.");
        if (text == "later") return MqttVerdict.QuotaExceeded("Try again later.");
        Taken.Enqueue($"{message.Topic} {text}");
        return MqttVerdict.Accepted;
    }
}
