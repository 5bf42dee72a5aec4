using System.Runtime;

namespace Cardo.Twin.Persist;

/// <summary>
/// A load with the collector at rest: of what a start reads nearly everything stays, and looking for what doesn't, again
/// and again while the heap grows, took half of the time.
/// </summary>
internal static class CalmLoad
{
    /// <summary>What an entity comes to in memory, with what is left over from reading it; what is promised is taken at once, so an estimate on the high side costs memory.</summary>
    const long BytesAnEntity = 1_500;

    const long Least = 64 << 20;

    public static void Run(long entities, Action load)
    {
        var calm = Begin(entities * BytesAnEntity);
        try
        {
            load();
        }
        finally
        {
            // Had it been too little, the collector went back to work by itself.
            if (calm && GCSettings.LatencyMode == GCLatencyMode.NoGCRegion) GC.EndNoGCRegion();
        }
    }

    static bool Begin(long bytes)
    {
        if (bytes < Least || bytes > GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2) return false;
        try
        {
            return GC.TryStartNoGCRegion(bytes);
        }
        catch (Exception e) when (e is ArgumentOutOfRangeException or InvalidOperationException)
        {
            return false; // more than this collector can promise
        }
    }
}
