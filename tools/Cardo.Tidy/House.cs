namespace Cardo.Tidy;

/// <summary>The order of rooms as imports.txt writes it: which room may see which face.</summary>
public sealed class House
{
    readonly Dictionary<string, HashSet<string>> may = new Dictionary<string, HashSet<string>>();

    /// <summary>What is wrong with imports.txt itself: a name that isn't written above its line.</summary>
    public List<string> Faults { get; } = new List<string>();

    static readonly string[] Ground = { "Kernel", "Standards", "Storage", "Journal", "Ui", "Identity" };

    public static House Read(string text)
    {
        var house = new House();
        foreach (var raw in text.Split('\n'))
        {
            var line = raw.Split('#')[0].Trim();
            if (line.Length == 0) continue;
            var parts = line.Split(new[] { ':' }, 2);
            var room = parts[0].Trim();
            var seen = new HashSet<string>();
            foreach (var word in (parts.Length > 1 ? parts[1] : "").Split(new[] { ' ', '\t' }, StringSplitOptions.RemoveEmptyEntries))
            {
                if (word == "*") seen.UnionWith(house.may.Keys);
                else if (word == "+") seen.UnionWith(Ground.Where(house.may.ContainsKey));
                else if (house.may.ContainsKey(word)) seen.Add(word);
                else house.Faults.Add($"{room} lists {word}, which is not written above it");
            }
            if (house.may.ContainsKey(room)) house.Faults.Add($"{room} is written twice");
            house.may[room] = seen;
        }
        return house;
    }

    /// <summary>The room of a namespace: the word after "Cardo.", or null for a stranger.</summary>
    public string? RoomOf(string ns)
    {
        if (!ns.StartsWith("Cardo.", StringComparison.Ordinal)) return null;
        var room = ns.Split('.')[1];
        return may.ContainsKey(room) ? room : null;
    }

    /// <summary>Why code in <paramref name="from"/> may not name something in <paramref name="to"/>; null when it may.</summary>
    public string? Breach(string from, string to)
    {
        var a = RoomOf(from);
        var b = RoomOf(to);
        if (a is null || b is null || a == b) return null;
        if (!may[a].Contains(b)) return $"{a} may not import {b}: imports.txt does not list it";
        // Standards is all face: each codec is a sub-namespace. The server wires, so it may look into Pages.
        var inner = to.Length > ("Cardo." + b).Length;
        if (inner && b != "Standards" && a != "Server") return $"{a} may import only the face Cardo.{b}, not {to}";
        return null;
    }
}
