using System.Net;
using System.Net.Sockets;

namespace Cardo.Twin.NgsiLd;

/// <summary>Whether an address belongs to the public internet (IANA special-purpose registries), also where IPv6 carries IPv4.</summary>
internal static class PublicAddress
{
    static readonly IPNetwork[] inner =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
            "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "::/128", "::1/128", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
        }.Select(n => IPNetwork.Parse(n)),
    ];

    public static bool Is(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        if (address.AddressFamily == AddressFamily.InterNetworkV6 && Carried(address) is { } carried && !Is(carried)) return false;
        return !Array.Exists(inner, network => network.BaseAddress.AddressFamily == address.AddressFamily && network.Contains(address));
    }

    // ::a.b.c.d, 64:ff9b::a.b.c.d (NAT64) and 2002:ab:cd:: (6to4).
    static IPAddress? Carried(IPAddress address)
    {
        var bytes = address.GetAddressBytes();
        if (bytes[0] == 0x20 && bytes[1] == 0x02) return new IPAddress(bytes.AsSpan(2, 4));
        var nat = bytes.AsSpan(0, 12).SequenceEqual(new byte[] { 0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0 });
        return nat || bytes.AsSpan(0, 12).IndexOfAnyExcept((byte)0) < 0 ? new IPAddress(bytes.AsSpan(12, 4)) : null;
    }
}
