namespace Cardo.Standards.TraCi;

/// <summary>Variables of the domains that Cardo reads or sets.</summary>
public static class TraCiVariable
{
    public const byte IdList = 0x00, Count = 0x01;
    public const byte VehicleNumber = 0x10, MeanSpeed = 0x11, VehicleIds = 0x12, Occupancy = 0x13, HaltingNumber = 0x14;
    public const byte SignalState = 0x20, PhaseIndex = 0x22, Program = 0x23, ControlledLanes = 0x26, ControlledLinks = 0x27, NextSwitch = 0x2D;
    public const byte Speed = 0x40, MaxSpeed = 0x41, Position = 0x42, Length = 0x44, Type = 0x4F, RoadId = 0x50, LaneId = 0x51, RouteId = 0x53, Edges = 0x54, LanePosition = 0x56;
    public const byte Time = 0x66, RouteIndex = 0x69, DepartedIds = 0x74, ArrivedIds = 0x7A, PendingIds = 0x94, MinExpected = 0x7D, SpeedFactor = 0x5E, MinGap = 0x4C, VehicleClass = 0x49, Disallowed = 0x35;
}
