using Cardo.Standards.Ntcip1202;
using Cardo.Standards.Snmp;

namespace Cardo.Traffic.Cabinets;

/// <summary>What is set in phaseControlGroupTable (NTCIP 1202:2005, 2.2.5), phases as bits.</summary>
internal readonly record struct CabinetOrder(uint Omit, uint Hold, uint ForceOff, uint VehCall, uint PedCall, bool Free)
{
    /// <summary>Leaves the cabinet to itself.</summary>
    public static readonly CabinetOrder Nothing;

    /// <summary>As one SET, which the cabinet takes whole or not at all. Pedestrians are never omitted.</summary>
    public List<SnmpVariable> Variables(int[] groups)
    {
        var list = new List<SnmpVariable> { new(Asc.SystemPatternControl, SnmpValue.Of(Free ? Asc.Free : Asc.Standby)) };
        foreach (var g in groups)
            foreach (var (column, bits) in new[] { (PhaseControl.PhaseOmit, Omit), (PhaseControl.Hold, Hold), (PhaseControl.ForceOff, ForceOff), (PhaseControl.VehCall, VehCall), (PhaseControl.PedCall, PedCall) })
                list.Add(new SnmpVariable(Asc.Control(column, g), SnmpValue.Of(bits >> 8 * (g - 1) & 0xFF)));
        return list;
    }
}
