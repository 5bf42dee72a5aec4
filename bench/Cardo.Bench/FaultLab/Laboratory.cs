namespace Cardo.Bench.FaultLab;

/// <summary>Every fault there is.</summary>
public static class Laboratory
{
    public static IReadOnlyList<IFault> All { get; } =
    [
        new KillFault(),
        new CaseKillFault(),
        new DiskCallFault("fdatasync", "EIO"),
        new DiskCallFault("fdatasync", "ENOSPC"),
        new DiskCallFault("pwrite64", "EIO"),
        new FullDiskFault(),
        new PauseFault(),
        new ClockFault(),
        new NetworkFault(),
        new FlipFault(),
    ];
}
