namespace Cardo.Sensing.Mqtt;

/// <summary>A bucket of connections: refills by the second, holds two seconds' worth.</summary>
internal sealed class ConnectRate(int perSecond, TimeProvider clock)
{
    readonly Lock gate = new();
    double tokens = 2.0 * perSecond;
    long at = clock.GetTimestamp();

    public bool Take()
    {
        lock (gate)
        {
            var now = clock.GetTimestamp();
            tokens = Math.Min(2.0 * perSecond, tokens + clock.GetElapsedTime(at, now).TotalSeconds * perSecond);
            at = now;
            if (tokens < 1) return false;
            tokens--;
            return true;
        }
    }
}
