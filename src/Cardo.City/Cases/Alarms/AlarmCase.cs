using Cardo.Cases.Profile;

namespace Cardo.Cases.Alarms;

/// <summary>An open case that alarms of one kind belong to.</summary>
internal sealed class AlarmCase(AlarmService service, double? lon, double? lat)
{
    /// <summary>0 until it has been opened.</summary>
    public long Number { get; set; }

    public AlarmService Service { get; } = service;

    public double? Lon { get; } = lon;

    public double? Lat { get; } = lat;

    public long LastUs { get; set; }
}
