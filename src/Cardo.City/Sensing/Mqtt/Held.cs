namespace Cardo.Sensing.Mqtt;

/// <summary>Bytes of all queues together, so that many slow clients can't do what one may not.</summary>
internal sealed class Held(long most)
{
    long bytes;

    public long Bytes => Interlocked.Read(ref bytes);

    public bool HasRoom => Bytes < most;

    public void Add(long count) => Interlocked.Add(ref bytes, count);
}
