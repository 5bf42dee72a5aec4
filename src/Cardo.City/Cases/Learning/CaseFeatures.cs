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

    /// <summary>Clues, hour, weekday, month, cells, and what all cases have.</summary>
    const int MaxKnown = MaxClues + 8;

    // Degrees; about 50, 150, 500 and 1,500 metres from north to south.
    static readonly double[] cells = [0.0005, 0.0015, 0.005, 0.015];
    static readonly (string Name, ulong Kind)[] places = [.. new[] { "place (50 m)", "place (150 m)", "place (500 m)", "place (1.5 km)" }.Select(Named)];
    static readonly (string Name, ulong Kind) hour = Named("hour"), weekday = Named("weekday"), month = Named("month");
    static readonly ulong always = Grams.Clue("", "");

    readonly Grams grams = new();
    readonly List<Single> singles = [];
    readonly List<(ulong Kind, ulong Key)> keys = [];
    int[] pieces = new int[256];
    int words, pieceCount;

    // Value: null where two numbers tell it.
    readonly record struct Single(string Name, string? Value, int A, int B);

    /// <summary>The last case's pieces of words as hashes, in the order of the text and as often as they are there.</summary>
    public ReadOnlySpan<ulong> Words => grams.Hashes;

    /// <summary>What is known of it beside words, the clues that were given first: the kind and which one.</summary>
    public ReadOnlySpan<(ulong Kind, ulong Key)> Known => CollectionsMarshal.AsSpan(keys);

    /// <summary>How many of <see cref="Known"/> are clues that were given.</summary>
    public int Given { get; private set; }

    /// <summary>Takes a case apart.</summary>
    public void Read(CaseText text)
    {
        grams.Read(text.Words);
        Know(text);
    }

    /// <summary>Makes the circumstances of what is known: each alone, and each with each of those given before it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Combine(ReadOnlySpan<(ulong Kind, ulong Key)> known, int given, List<(ulong Kind, ulong Key)> into)
    {
        into.Clear();
        into.AddRange(known);
        for (var i = 0; i < given; i++)
            for (var j = i + 1; j < known.Length; j++)
                into.Add((Grams.Both(known[i].Kind, known[j].Kind), Grams.Both(known[i].Key, known[j].Key)));
    }

    /// <summary>Counts the pieces of a case.</summary>
    /// <param name="into">given its different pieces, those of words first</param>
    /// <returns>how many in all, and how many of words</returns>
    public (int Words, int All) Count(ReadOnlySpan<ulong> said, ReadOnlySpan<(ulong Kind, ulong Key)> known, ref int[] into)
    {
        if (into.Length < said.Length + known.Length + 1) Array.Resize(ref into, 2 * (said.Length + known.Length + 1));
        var words = vocabulary.Count(said, options.SlotsFrom, options.MaxSlots, into);
        Span<ulong> clues = stackalloc ulong[MaxKnown];
        clues = clues[..Clues(known, clues)];
        var all = words + vocabulary.Count(clues, options.SlotsFrom, options.MaxSlots, into.AsSpan(words));
        vocabulary.CountCase();
        return (words, all);
    }

    /// <summary>Counts the pieces of the last case.</summary>
    public void Count() => (words, pieceCount) = Count(Words, Known, ref pieces);

    /// <summary>Looks the pieces of the last case up without counting them.</summary>
    public void Find()
    {
        if (pieces.Length < Words.Length + keys.Count + 1) Array.Resize(ref pieces, 2 * (Words.Length + keys.Count + 1));
        for (var i = 0; i < Words.Length; i++) pieces[i] = vocabulary.Find(Words[i]);
        words = pieceCount = Vocabulary.Pack(pieces.AsSpan(0, Words.Length));
        Span<ulong> clues = stackalloc ulong[MaxKnown];
        clues = clues[..Clues(Known, clues)];
        foreach (var clue in clues)
            if (vocabulary.Find(clue) is >= 0 and var piece) pieces[pieceCount++] = piece;
    }

    static int Clues(ReadOnlySpan<(ulong Kind, ulong Key)> known, Span<ulong> into)
    {
        into[0] = always;
        for (var i = 0; i < known.Length; i++) into[i + 1] = known[i].Key;
        return known.Length + 1;
    }

    /// <summary>The last case's row for the linear part. Pieces without a slot are left out.</summary>
    public void Row(List<int> slots, List<float> values) => Row(pieces.AsSpan(0, pieceCount), words, keys.Count, [], slots, values);

    /// <summary>The row of a case whose pieces are known.</summary>
    /// <param name="packed">its different pieces, those of words first</param>
    /// <param name="weighed">each piece's slot and rarity (<see cref="Vocabulary.Weighed"/>); empty to compute those that are needed</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Row(ReadOnlySpan<int> packed, int words, int known, ReadOnlySpan<(int Slot, float Rarity)> weighed, List<int> slots, List<float> values)
    {
        CollectionsMarshal.SetCount(slots, packed.Length);
        CollectionsMarshal.SetCount(values, packed.Length);
        var at = CollectionsMarshal.AsSpan(slots);
        var weights = CollectionsMarshal.AsSpan(values);
        var (n, squares) = (0, 0f);
        for (var i = 0; i < words; i++)
        {
            var (piece, times) = (Vocabulary.PieceOf(packed[i]), Vocabulary.TimesOf(packed[i]));
            var (slot, rarity) = weighed.Length > 0 ? weighed[piece] : vocabulary.Slot(piece) is >= 0 and var found ? (found, vocabulary.Rarity(piece)) : (-1, 0);
            if (slot < 0) continue;
            var value = times == 1 ? rarity : (1 + MathF.Log(times)) * rarity;
            squares += value * value;
            (at[n], weights[n++]) = (slot, value);
        }
        var by = squares > 0 ? 1 / MathF.Sqrt(squares) : 0;
        for (var i = 0; i < n; i++) weights[i] *= by;
        var each = options.ClueLength / MathF.Sqrt(known + 1);
        foreach (var piece in packed[words..])
            if (vocabulary.Slot(Vocabulary.PieceOf(piece)) is >= 0 and var slot) (at[n], weights[n++]) = (slot, each);
        CollectionsMarshal.SetCount(slots, n);
        CollectionsMarshal.SetCount(values, n);
    }

    /// <summary>The last case's pieces as words, by slot: the first text that has it, and where it stands in what was said.</summary>
    public Dictionary<int, (string Text, (int At, int Length) Span)> TextBySlot()
    {
        var texts = new Dictionary<int, (string, (int, int))>();
        for (var i = 0; i < grams.Hashes.Length; i++)
            if (vocabulary.Find(grams.Hashes[i]) is >= 0 and var piece && vocabulary.Slot(piece) is >= 0 and var slot) texts.TryAdd(slot, (grams.Text(i), grams.Span(i)));
        return texts;
    }

    /// <summary>Which circumstance this is, in words: <c>service = Pothole, source = phone</c>.</summary>
    public (ReasonKind Kind, string Text, IReadOnlyList<Clue> Clues) Describe(int circumstance)
    {
        if (circumstance < singles.Count) return (KindOf(singles[circumstance].Name), Say(singles[circumstance]), [ClueOf(singles[circumstance])]);
        var n = singles.Count;
        for (var i = 0; i < Given; i++)
            for (var j = i + 1; j < singles.Count; j++)
                if (n++ == circumstance)
                    return (KindOf(singles[j].Name), $"{Say(singles[i])}, {Say(singles[j])}", [ClueOf(singles[i]), ClueOf(singles[j])]);
        return (ReasonKind.Clue, "", []);
    }

    static Clue ClueOf(Single single) => new(single.Name, ValueOf(single));

    static string ValueOf(Single single) => single.Value ?? (KindOf(single.Name) == ReasonKind.Place ? $"{Number(single.A)},{Number(single.B)}" : Number(single.A));

    static ReasonKind KindOf(string name) => name.StartsWith("place (", StringComparison.Ordinal) ? ReasonKind.Place : name is "hour" or "weekday" or "month" ? ReasonKind.Time : ReasonKind.Clue;

    static string Say(Single single) => KindOf(single.Name) == ReasonKind.Place ? single.Name : $"{single.Name} = {ValueOf(single)}";

    void Know(CaseText text)
    {
        singles.Clear();
        keys.Clear();
        foreach (var clue in text.Clues)
        {
            if (clue.Value.Length == 0 || singles.Count >= MaxClues) continue;
            singles.Add(new(clue.Name, clue.Value, 0, 0));
            keys.Add((Grams.Clue(clue.Name, ""), Grams.Clue(clue.Name, clue.Value)));
        }
        Given = singles.Count;
        // Beyond what calendars know a moment says nothing; a broken clock must not break a prediction.
        var local = Instants.ToDateTimeOffset(Math.Clamp(text.AtUs, Instants.MinUs, Instants.MaxUs)).AddHours(Math.Clamp(text.AheadHours, -24, 24));
        Add(hour, local.Hour, 0);
        Add(weekday, (int)local.DayOfWeek, 0);
        Add(month, local.Month, 0);
        if (text is not { Lon: >= -180 and <= 180 and var lon, Lat: >= -90 and <= 90 and var lat }) return;
        for (var i = 0; i < cells.Length; i++) Add(places[i], (int)Math.Floor(lat / cells[i]), (int)Math.Floor(lon / cells[i]));
    }

    void Add((string Name, ulong Kind) what, int a, int b)
    {
        singles.Add(new(what.Name, null, a, b));
        keys.Add((what.Kind, Grams.Clue(what.Kind, a, b)));
    }

    static (string Name, ulong Kind) Named(string name) => (name, Grams.Clue(name, ""));

    static string Number(int n) => n.ToString(CultureInfo.InvariantCulture);
}
