namespace Cardo.Standards.TraCi;

/// <summary>Tags that stand before a typed value.</summary>
public static class TraCiTag
{
    public const byte Position2D = 0x00, LonLat = 0x01, LonLatAlt = 0x02, Position3D = 0x03, RoadMap = 0x04, Polygon = 0x06, UByte = 0x07, Byte = 0x08, Int = 0x09,
        Double = 0x0B, Text = 0x0C, TextList = 0x0E, Compound = 0x0F, DoubleList = 0x10, Color = 0x11;
}
