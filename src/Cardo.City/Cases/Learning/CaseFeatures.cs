using System.Globalization;
using System.Runtime.CompilerServices;
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
    int said;

    readonly record struct Single(string Name, ulong Kind, string Value, ulong Key);

    /// <summary>The last case's pieces as hashes, in the order of the text and as often as they are there, then its clues.</summary>
    public List<ulong> Hashes { get; } = [];

    /// <summary>How many of <see cref="Hashes"/> are pieces of words.</summary>
    public int Words { get; private set; }

    /// <summary>The numbers of these pieces in the vocabulary; -1 for unknown ones.</summary>
    public List<int> Pieces { get; } = [];

    /// <summary>What the experts remember by: the kind of circumstance and which one.</summary>
    public List<(ulong Kind, ulong Key)> Circumstances { get; } = [];

    /// <summary>Takes a case apart.</summary>
    public void Read(CaseText text)
    {
        Hashes.Clear();
        Circumstances.Clear();
        grams.Read(text.Words);
        Hashes.AddRange(grams.Hashes);
        Words = Hashes.Count;
        Know(text);
        Hashes.Add(always);
        foreach (var single in singles)
        {
            Hashes.Add(single.Key);
            Circumstances.Add((single.Kind, single.Key));
        }
        for (var i = 0; i < said; i++)
            for (var j = i + 1; j < singles.Count; j++)
                Circumstances.Add((Grams.Both(singles[i].Kind, singles[j].Kind), Grams.Both(singles[i].Key, singles[j].Key)));
    }

    /// <summary>Counts the pieces of the last case.</summary>
    public void Count()
    {
        Pieces.Clear();
        foreach (var hash in Hashes) Pieces.Add(vocabulary.Count(hash, options.SlotsFrom, options.MaxSlots));
        vocabulary.CountCase();
    }

    /// <summary>Looks the pieces of the last case up without counting them.</summary>
    public void Find()
    {
        Pieces.Clear();
        foreach (var hash in Hashes) Pieces.Add(vocabulary.Find(hash));
    }

    /// <summary>The last case's row for the linear part. Pieces without a slot are left out.</summary>
    public void Row(List<int> slots, List<float> values)
    {
        slots.Clear();
        values.Clear();
        Row(CollectionsMarshal.AsSpan(Pieces), Words, [], slots, values);
    }

    /// <summary>Adds the row of a case whose pieces are known. Orders them. From any thread while nobody counts.</summary>
    /// <param name="rarities">each piece's (<see cref="Vocabulary.Rarities"/>); empty to compute those that are needed</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Row(Span<int> pieces, int words, ReadOnlySpan<float> rarities, List<int> slots, List<float> values)
    {
        var (squares, start) = (0f, values.Count);
        var said = pieces[..words];
        said.Sort();
        for (var i = 0; i < words;)
        {
            var j = i + 1;
            while (j < words && said[j] == said[i]) j++;
            if (said[i] >= 0 && vocabulary.Slot(said[i]) is >= 0 and var slot)
            {
                var value = (j - i == 1 ? 1 : 1 + MathF.Log(j - i)) * (rarities.Length > 0 ? rarities[said[i]] : vocabulary.Rarity(said[i]));
                slots.Add(slot);
                values.Add(value);
                squares += value * value;
            }
            i = j;
        }
        var by = squares > 0 ? 1 / MathF.Sqrt(squares) : 0;
        foreach (ref var value in CollectionsMarshal.AsSpan(values)[start..]) value *= by;
        var each = options.ClueLength / MathF.Sqrt(pieces.Length - words);
        foreach (var piece in pieces[words..])
        {
            if (piece < 0 || vocabulary.Slot(piece) is not (>= 0 and var slot)) continue;
            slots.Add(slot);
            values.Add(each);
        }
    }

    /// <summary>The last case's pieces as words, by slot: the first text that has it, and where it stands in what was said.</summary>
    public Dictionary<int, (string Text, (int At, int Length) Span)> TextBySlot()
    {
        var texts = new Dictionary<int, (string, (int, int))>();
        for (var i = 0; i < grams.Hashes.Count; i++)
            if (vocabulary.Find(grams.Hashes[i]) is >= 0 and var piece && vocabulary.Slot(piece) is >= 0 and var slot) texts.TryAdd(slot, (grams.Text(i), grams.Span(i)));
        return texts;
    }

    /// <summary>Which circumstance this is, in words: <c>service = Pothole, source = phone</c>.</summary>
    public (ReasonKind Kind, string Text, IReadOnlyList<Clue> Clues) Describe(int circumstance)
    {
        if (circumstance < singles.Count) return (KindOf(singles[circumstance].Name), Say(singles[circumstance]), [ClueOf(singles[circumstance])]);
        var n = singles.Count;
        for (var i = 0; i < said; i++)
            for (var j = i + 1; j < singles.Count; j++)
                if (n++ == circumstance)
                    return (KindOf(singles[j].Name), $"{Say(singles[i])}, {Say(singles[j])}", [ClueOf(singles[i]), ClueOf(singles[j])]);
        return (ReasonKind.Clue, "", []);
    }

    static Clue ClueOf(Single single) => new(single.Name, single.Value);

    static ReasonKind KindOf(string name) => name.StartsWith("place (", StringComparison.Ordinal) ? ReasonKind.Place : name is "hour" or "weekday" or "month" ? ReasonKind.Time : ReasonKind.Clue;

    static string Say(Single single) => KindOf(single.Name) == ReasonKind.Place ? single.Name : $"{single.Name} = {single.Value}";

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
