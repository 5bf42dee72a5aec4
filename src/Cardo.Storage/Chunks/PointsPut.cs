using Cardo.Kernel;

namespace Cardo.Storage.Chunks;

/// <summary>How points are added: in order almost always, in between when they come late, over another when they come again.</summary>
internal sealed partial class Points
{
    /// <summary>
    /// What two writes of one moment come to: the later one, marked when it differs or when the earlier one was marked.
    /// It doesn't matter in which groups a row of writes is folded.
    /// </summary>
    public static Sample Fold(in Sample before, in Sample after) =>
        SameValue(before, after) && (before.Quality & Quality.Rewritten) == 0 ? after : after with { Quality = after.Quality | Quality.Rewritten };

    public static bool SameValue(in Sample a, in Sample b) =>
        a.Kind == b.Kind && BitConverter.DoubleToInt64Bits(a.Number) == BitConverter.DoubleToInt64Bits(b.Number) && a.Text == b.Text;

    /// <summary>What a sample keeps: a number for numbers and booleans, text for texts and JSON, nothing else.</summary>
    public static Sample Canonical(in Sample s) => s.Kind switch
    {
        SampleKind.Number => s.Text is null ? s : s with { Text = null },
        SampleKind.Bool => s with { Number = s.Number != 0 ? 1 : 0, Text = null },
        SampleKind.Text or SampleKind.Json => s with { Number = 0, Text = s.Text ?? "" },
        _ => s with { Kind = SampleKind.Gone, Number = 0, Text = null },
    };

    /// <summary>Adds a canonical sample where it belongs; what is kept of it.</summary>
    public Sample Put(Sample sample)
    {
        if (count == 0 || sample.AtUs > LastUs)
        {
            Open(count, sample.AtUs);
            Set(count - 1, sample);
            return sample;
        }
        var at = Seek(sample.AtUs);
        if (TimeAt(at) == sample.AtUs) sample = Fold(At(at), sample);
        else Open(at, sample.AtUs);
        Set(at, sample);
        return sample;
    }

    // Makes room for one more point at an index and writes its time.
    void Open(int at, long atUs)
    {
        if (times is null && !TryStep(atUs, out _)) WidenTimes();
        if (count == Capacity) Resize(count < 8 ? 8 : count + (count >> 1));
        if (at < count) Shift(at);
        count++;
        if (times is not null) times[at] = atUs;
        else
        {
            TryStep(atUs, out var step);
            steps![at] = step;
        }
    }

    int Capacity => times?.Length ?? steps!.Length;

    void Resize(int size)
    {
        if (steps is not null) Array.Resize(ref steps, size);
        if (times is not null) Array.Resize(ref times, size);
        if (decimals is not null) Array.Resize(ref decimals, size);
        if (numbers is not null) Array.Resize(ref numbers, size);
        if (kinds is not null) Array.Resize(ref kinds, size);
        if (doubts is not null) Array.Resize(ref doubts, size);
        if (texts is not null) Array.Resize(ref texts, size);
    }

    void Shift(int at)
    {
        Move(steps, at);
        Move(times, at);
        Move(decimals, at);
        Move(numbers, at);
        Move(kinds, at);
        Move(doubts, at);
        Move(texts, at);
    }

    void Move<T>(T[]? array, int at)
    {
        if (array is not null) Array.Copy(array, at, array, at + 1, count - at);
    }

    // Fits a moment into the 32-bit steps, refining the unit when that is all it needs.
    bool TryStep(long atUs, out uint step)
    {
        step = 0;
        if (count == 0) baseUs = atUs;
        var span = atUs - baseUs;
        if (span < 0) return false;
        var unit = unitUs;
        while (span % unit != 0) unit /= 1000;
        if (span / unit > uint.MaxValue || (unit != unitUs && !Refine(unit))) return false;
        step = (uint)(span / unit);
        return true;
    }

    bool Refine(int unit)
    {
        var factor = (ulong)(unitUs / unit);
        if (count > 0 && steps![count - 1] * factor > uint.MaxValue) return false;
        for (var i = 0; i < count; i++) steps![i] *= (uint)factor;
        unitUs = unit;
        return true;
    }

    void WidenTimes()
    {
        var wide = new long[steps!.Length];
        for (var i = 0; i < count; i++) wide[i] = TimeAt(i);
        (times, steps) = (wide, null);
    }

    void Set(int at, in Sample sample)
    {
        SetNumber(at, sample.Number);
        var kind = KindByte(sample.Kind, sample.Observed);
        if (kinds is not null || kind != 0) (kinds ??= new byte[Capacity])[at] = kind;
        if (doubts is not null || sample.Quality != Quality.Good) (doubts ??= new byte[Capacity])[at] = (byte)sample.Quality;
        if (texts is null && sample.Text is null) return;
        (texts ??= new string?[Capacity])[at] = sample.Text;
        TextChars += sample.Text?.Length ?? 0;
    }

    void SetNumber(int at, double number)
    {
        if (numbers is null && TryDecimal(number, out var small))
        {
            decimals![at] = small;
            return;
        }
        if (numbers is null) WidenNumbers();
        numbers![at] = number;
    }

    bool TryDecimal(double number, out int small)
    {
        small = 0;
        for (var s = scale; s <= Decimals.MaxScale; s++)
        {
            if (!Decimals.TryScale(number, s, out var scaled)) continue;
            if (scaled != (int)scaled || (s != scale && !Rescale(s))) return false;
            small = (int)scaled;
            return true;
        }
        return false;
    }

    bool Rescale(int to)
    {
        var factor = Decimals.Power(to - scale);
        for (var i = 0; i < count; i++)
            if (decimals![i] * factor != (int)(decimals[i] * factor)) return false;
        for (var i = 0; i < count; i++) decimals![i] *= (int)factor;
        scale = to;
        return true;
    }

    void WidenNumbers()
    {
        var wide = new double[decimals!.Length];
        for (var i = 0; i < count; i++) wide[i] = Decimals.Value(decimals[i], scale);
        (numbers, decimals) = (wide, null);
    }
}
