using Cardo.Kernel;
using Cardo.Standards.NgsiLd;
using Attribute = Cardo.Standards.NgsiLd.Attribute;

namespace Cardo.Twin;

/// <summary>
/// Many reports of numbers, each what an <see cref="Observe"/> would be: a shape, a moment, a number for each of the
/// shape's attributes. Where an entity has these attributes already, and the moment is later than all they had, a report
/// costs no object: the entity is put together when somebody reads it. Filled by one, then written and left as it is.
/// </summary>
public sealed record ObserveRows : TwinCommand
{
    /// <summary>Rows in one command; news tells them as one piece.</summary>
    public const int Most = 1_024;

    /// <summary>Numbers in one command.</summary>
    public const int MostNumbers = 8 * Most;

    // Few bodies are long: it begins small, and nothing of it is used twice, because news may keep it.
    const int First = 16;

    RowShape[] shapes;
    long[] atUs;
    int[] starts, marks;
    double[] numbers;
    byte[]? doubts;
    List<(int Row, Refusal Refusal)>? refused;
    int used;

    /// <param name="rows">so many are expected</param>
    /// <param name="width">numbers in each of them</param>
    public ObserveRows(int rows = First, int width = 4)
    {
        rows = Math.Min(rows, Most);
        (shapes, atUs, starts, marks) = (new RowShape[rows], new long[rows], new int[rows], new int[rows]);
        numbers = GC.AllocateUninitializedArray<double>(Math.Min(rows * width, MostNumbers));
    }

    public override string EntityId => Count == 0 ? "" : shapes[0].Id;

    public int Count { get; private set; }

    /// <summary>How many numbers there are in all rows.</summary>
    public int Observations => used;

    /// <summary>What was refused, by the number of its row; valid when the write is over.</summary>
    public IReadOnlyList<(int Row, Refusal Refusal)> Refused => refused ?? [];

    /// <summary>Whether a row of so many numbers goes in.</summary>
    public bool HasRoom(int width) => Count < Most && used + width <= MostNumbers;

    /// <summary>Begins a row: its numbers are to be put into what is handed out. Look first whether there is room.</summary>
    /// <param name="mark">by which the caller knows the row again</param>
    public Span<double> Add(RowShape shape, long moment, int mark = 0)
    {
        if (Count == shapes.Length) Grow();
        if (used + shape.Width > numbers.Length) Widen(used + shape.Width);
        (shapes[Count], atUs[Count], starts[Count], marks[Count]) = (shape, moment, used, mark);
        Count++;
        used += shape.Width;
        return numbers.AsSpan(used - shape.Width, shape.Width);
    }

    void Grow()
    {
        var rows = Math.Min(Most, 4 * Count);
        Array.Resize(ref shapes, rows);
        Array.Resize(ref atUs, rows);
        Array.Resize(ref starts, rows);
        Array.Resize(ref marks, rows);
    }

    void Widen(int need)
    {
        var more = GC.AllocateUninitializedArray<double>(Math.Min(MostNumbers, Math.Max(need, 4 * numbers.Length)));
        numbers.AsSpan(0, used).CopyTo(more);
        numbers = more;
        if (doubts is not null) Array.Resize(ref doubts, more.Length);
    }

    /// <summary>Marks a number of the last row.</summary>
    public void Doubt(int i, Quality quality) => (doubts ??= new byte[numbers.Length])[starts[Count - 1] + i] = (byte)quality;

    /// <summary>What the caller said of a row.</summary>
    public int Mark(int row) => marks[row];

    internal RowShape Shape(int row) => shapes[row];

    internal long AtUs(int row) => atUs[row];

    internal ReadOnlyMemory<double> Numbers(int row) => numbers.AsMemory(starts[row], shapes[row].Width);

    /// <summary>Empty when all of the row's numbers are good.</summary>
    internal ReadOnlyMemory<byte> Doubts(int row)
    {
        if (doubts is null) return default;
        var of = doubts.AsMemory(starts[row], shapes[row].Width);
        return of.Span.ContainsAnyExcept((byte)0) ? of : default;
    }

    internal void Refuse(int row, Refusal refusal) => (refused ??= []).Add((row, refusal));

    /// <summary>The same report as a command of its own.</summary>
    internal Observe Alone(int row)
    {
        var shape = shapes[row];
        var names = shape.Names;
        var given = Numbers(row).Span;
        var marks = Doubts(row).Span;
        var attributes = new Attribute[shape.Width];
        for (var i = 0; i < attributes.Length; i++)
            attributes[i] = new Attribute { Name = names.Names[i], Value = Value.Of(given[i]), UnitCode = names.Units[i], ObservedAtUs = atUs[row], Doubts = marks.Length > 0 ? marks[i] : (byte)0 };
        return new Observe(shape.Id, shape.Type, attributes);
    }
}
