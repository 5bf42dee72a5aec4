namespace Cardo.Twin.NgsiLd;

/// <summary>
/// How many bytes of bodies the binding works on at once. A body that finds no room is refused with Retry-After before it
/// is read, so that memory stays flat however slow the disk and however many the senders.
/// </summary>
/// <param name="bytes">room for all together; one alone is always taken, whatever its size</param>
internal sealed class BodyRoom(long bytes)
{
    long taken;

    /// <summary>Bytes of bodies that are being worked on.</summary>
    public long Taken => Interlocked.Read(ref taken);

    public bool TryTake(long size)
    {
        var now = Interlocked.Add(ref taken, size);
        if (now <= bytes || now == size) return true;
        Interlocked.Add(ref taken, -size);
        return false;
    }

    public void Give(long size) => Interlocked.Add(ref taken, -size);
}
