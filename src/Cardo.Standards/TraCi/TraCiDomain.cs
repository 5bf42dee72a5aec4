namespace Cardo.Standards.TraCi;

/// <summary>Object domains of TraCI; a domain's get, set, subscribe and answer commands are made by adding an offset to it.</summary>
/// <remarks>Source: SUMO's page "TraCI", the chapters on value retrieval, state changing and subscriptions.</remarks>
public enum TraCiDomain : byte
{
    TrafficLight = 0x02, Lane = 0x03, Vehicle = 0x04, VehicleType = 0x05, Route = 0x06, Junction = 0x09, Edge = 0x0A, Simulation = 0x0B,
}
