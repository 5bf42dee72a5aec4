using System.Globalization;
using System.Runtime.InteropServices;
using Cardo.Kernel;

namespace Cardo.Cases.Learning;

/// <summary>
/// A case as numbers: its words by TF-IDF as a block of length 1, its clues, hour and place as a block beside it, and the
/// circumstances that the experts remember by.
/// </summary>
internal sealed class CaseFeatures(Vocabulary vocabulary, ModelOptions options)
{
    /// <summary>Clues looked at; later ones of a case are passed over.</summary>
    public const int MaxClues = 8;

    // Degrees; about 50, 150, 500 and 1,500 metres from north to south.
    static readonly double[] cells = [0.0005, 0.0015, 0.005, 0.015];
    static readonly string[] cellNames = ["place (50 m)", "place (150 m)", "place (500 m)", "place (1.5 km)"];
    static readonly ulong always = Grams.Clue("", "");

    readonly Grams grams = new();
    readonly List<Single> singles = [];
    ulong[] sorted = [];
    int pieces, said;

    readonly record struct Single(string Name, ulong Kind, string Value, ulong Key);

    /// <summary>The pieces of the last case, each once with how often it is there, then its clues; hashes.</summary>
    public List<(ulong Hash, int Times)> Hashes { get; } = [];

    /// <summary>How many of <see cref="Hashes"/> are pieces of words.</summary>
    public int Words { get; private set; }

    /// <summary>What the experts remember by: the kind of circumstance and which one.</summary>
    public List<(ulong Kind, ulong Key)> Circumstances { get; } = [];

    /// <summary>Takes a case apart.</summary>
    public void Read(CaseText text)
    {
        Hashes.Clear();
        Circumstances.Clear();
        grams.Read(text.Words);
        Gather();
        Words = Hashes.Count;
        Know(text);
        Hashes.Add((always, 1));
        foreach (var single in singles)
        {
            Hashes.Add((single.Key, 1));
            Circumstances.Add((single.Kind, single.Key));
        }
        for (var i = 0; i < said; i++)
            for (var j = i + 1; j < singles.Count; j++)
                Circumstances.Add((Grams.Both(singles[i].Kind, singles[j].Kind), Grams.Both(singles[i].Key, singles[j].Key)));
    }

    /// <summary>Counts the pieces of the last case.</summary>
    public void Count()
    {
        foreach (var (hash, _) in Hashes) vocabulary.Count(hash, options.SlotsFrom, options.MaxSlots);
        vocabulary.CountCase();
    }

    /// <summary>The last case's row for the linear part. Pieces without a slot are left out.</summary>
    public void Row(List<int> slots, List<float> values)
    {
        slots.Clear();
        values.Clear();
        Row(CollectionsMarshal.AsSpan(Hashes), Words, slots, values);
    }

    /// <summary>Adds the row of a case that was read before.</summary>
    public void Row(ReadOnlySpan<(ulong Hash, int Times)> hashes, int words, List<int> slots, List<float> values)
    {
        var (squares, start) = (0f, values.Count);
        for (var i = 0; i < words; i++)
        {
            var at = vocabulary.Find(hashes[i].Hash);
            if (at < 0 || vocabulary.SlotAt(at) is not (>= 0 and var slot)) continue;
            var value = (1 + MathF.Log(hashes[i].Times)) * vocabulary.Rarity(at);
            slots.Add(slot);
            values.Add(value);
            squares += value * value;
        }
        var by = squares > 0 ? 1 / MathF.Sqrt(squares) : 0;
        for (var i = start; i < values.Count; i++) values[i] *= by;
        var each = options.ClueLength / MathF.Sqrt(hashes.Length - words);
        for (var i = words; i < hashes.Length; i++)
        {
            var at = vocabulary.Find(hashes[i].Hash);
            if (at < 0 || vocabulary.SlotAt(at) is not (>= 0 and var slot)) continue;
            slots.Add(slot);
            values.Add(each);
        }
    }

    /// <summary>The last case's pieces as words, by slot: the first text that has it.</summary>
    public Dictionary<int, string> TextBySlot()
    {
        var texts = new Dictionary<int, string>();
        for (var i = 0; i < grams.Hashes.Count; i++)
            if (vocabulary.Find(grams.Hashes[i]) is >= 0 and var at && vocabulary.SlotAt(at) is >= 0 and var slot) texts.TryAdd(slot, grams.Text(i));
        return texts;
    }

    /// <summary>Which circumstance this is, in words: <c>service = Pothole, source = phone</c>.</summary>
    public (ReasonKind Kind, string Text) Describe(int circumstance)
    {
        if (circumstance < singles.Count) return (KindOf(singles[circumstance].Name), Say(singles[circumstance]));
        var n = singles.Count;
        for (var i = 0; i < said; i++)
            for (var j = i + 1; j < singles.Count; j++)
                if (n++ == circumstance)
                    return (KindOf(singles[j].Name), $"{Say(singles[i])}, {Say(singles[j])}");
        return (ReasonKind.Clue, "");
    }

    static ReasonKind KindOf(string name) => name.StartsWith("place (", StringComparison.Ordinal) ? ReasonKind.Place : name is "hour" or "weekday" or "month" ? ReasonKind.Time : ReasonKind.Clue;

    static string Say(Single single) => KindOf(single.Name) == ReasonKind.Place ? single.Name : $"{single.Name} = {single.Value}";

    void Gather()
    {
        pieces = grams.Hashes.Count;
        if (sorted.Length < pieces) sorted = new ulong[pieces * 2];
        for (var i = 0; i < pieces; i++) sorted[i] = grams.Hashes[i];
        sorted.AsSpan(0, pieces).Sort();
        for (var i = 0; i < pieces;)
        {
            var j = i + 1;
            while (j < pieces && sorted[j] == sorted[i]) j++;
            Hashes.Add((sorted[i], j - i));
            i = j;
        }
    }

    void Know(CaseText text)
    {
        singles.Clear();
        foreach (var clue in text.Clues)
            if (clue.Value.Length > 0 && singles.Count < MaxClues) Add(clue.Name, clue.Value);
        said = singles.Count;
        // Beyond what calendars know a moment says nothing; a broken clock must not break a prediction.
        var local = Instants.ToDateTimeOffset(Math.Clamp(text.AtUs, Instants.MinUs, Instants.MaxUs)).AddHours(Math.Clamp(text.AheadHours, -24, 24));
        Add("hour", Number(local.Hour));
        Add("weekday", Number((int)local.DayOfWeek));
        Add("month", Number(local.Month));
        if (text is not { Lon: { } lon, Lat: { } lat } || !double.IsFinite(lon) || !double.IsFinite(lat)) return;
        for (var i = 0; i < cells.Length; i++)
            Add(cellNames[i], string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(lat / cells[i])},{Math.Floor(lon / cells[i])}"));
    }

    void Add(string name, string value) => singles.Add(new(name, Grams.Clue(name, ""), value, Grams.Clue(name, value)));

    static string Number(int n) => n.ToString(CultureInfo.InvariantCulture);
}
