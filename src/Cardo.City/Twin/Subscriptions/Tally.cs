namespace Cardo.Twin.Subscriptions;

/// <summary>How a subscription has fared: what its owner reads back (clause 5.2.14.2) and what operators count.</summary>
/// <param name="TimesSent">attempts to tell, each notification once</param>
/// <param name="Dropped">notifications given up because the queue was full</param>
internal sealed record Tally(long TimesSent = 0, long TimesFailed = 0, long Dropped = 0, long LastNotificationUs = 0, long LastSuccessUs = 0, long LastFailureUs = 0, string? LastError = null)
{
    public Tally Sent(long nowUs) => this with { TimesSent = TimesSent + 1, LastNotificationUs = nowUs, LastSuccessUs = nowUs, LastError = null };

    public Tally Failed(long nowUs, string why) => this with { TimesSent = TimesSent + 1, TimesFailed = TimesFailed + 1, LastNotificationUs = nowUs, LastFailureUs = nowUs, LastError = why };

    /// <summary>ok while the last attempt worked or none was made.</summary>
    public bool IsOk => LastFailureUs == 0 || LastSuccessUs >= LastFailureUs;
}
