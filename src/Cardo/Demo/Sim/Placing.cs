using System.Globalization;
using Cardo.Server.Demo.City;
using Cardo.Standards.NgsiLd;
using Attribute = Cardo.Standards.NgsiLd.Attribute;

namespace Cardo.Server.Demo.Sim;

/// <summary>Puts devices of each kind where such devices stand.</summary>
internal static class Placing
{
    public static IReadOnlyList<Device> Place(DemoCity city, IReadOnlyList<Kind> kinds, int count, int seed)
    {
        var devices = new List<Device>(count);
        var shares = kinds.Sum(k => k.Share);
        var used = new Dictionary<string, int>();
        foreach (var kind in kinds.OrderBy(k => k.Name, StringComparer.Ordinal))
        {
            var mine = kind == kinds.MaxBy(k => k.Share) ? count - kinds.Where(k => k != kind).Sum(k => Count(k, shares, count)) : Count(kind, shares, count);
            var spots = city.Spots.GetValueOrDefault(kind.Place, []);
            for (var n = 1; n <= mine && spots.Length > 0; n++)
            {
                var next = used[kind.Place] = used.GetValueOrDefault(kind.Place) + 1;
                devices.Add(Make(kind, n, spots[(next - 1) % spots.Length], (next - 1) / spots.Length, seed));
            }
        }
        return devices;
    }

    static int Count(Kind kind, double shares, int count) => Math.Max(1, (int)Math.Round(count * kind.Share / shares));

    // Where a spot is used again, the second stands a few metres on.
    static Device Make(Kind kind, int n, in Spot spot, int again, int seed)
    {
        var id = $"{kind.Name}-{n.ToString("0000", CultureInfo.InvariantCulture)}";
        var title = (string language, string near) => kind.Title.GetValueOrDefault(language, kind.Name).Replace("{near}", near).Replace("{n}", n.ToString(CultureInfo.InvariantCulture));
        return new Device(id, $"urn:ngsi-ld:{kind.Type}:{id}", kind, Math.Round(spot.Lon + again * 0.00007, 7), Math.Round(spot.Lat + again * 0.00005, 7),
            new CityName(title("en", spot.Name.En), title("zh-Hans", spot.Name.Hans), title("zh-Hant", spot.Name.Hant)), spot.Near)
        { Seed = Noise.Seed($"{seed} {id}") };
    }

    /// <summary>What the twin knows of a device before its first word.</summary>
    public static Entity ToEntity(Device device)
    {
        var attributes = new List<Attribute> { Say.Names(device.Name), Say.Place(device.Lon, device.Lat), Say.Link("locatedAt", device.Near) };
        for (var i = 0; i < device.Kind.Fixed.Count; i++)
        {
            var known = device.Kind.Fixed[i];
            attributes.Add(known.Text is { } text ? Say.Text(known.Attribute, text)
                : Say.Number(known.Attribute, Math.Round(known.Base * (1 + known.Spread * Noise.Normal(device.Seed, 900 + i)), known.Decimals), known.Unit));
        }
        return new Entity { Id = device.EntityId, Types = [Say.Name(device.Kind.Type)], Attributes = [.. attributes] };
    }
}
