using System.Collections;
using Cardo.Standards.NgsiLd;
using Attribute = Cardo.Standards.NgsiLd.Attribute;

namespace Cardo.Twin;

/// <summary>
/// Changes by rows, each put together when somebody looks at it and then kept: most listeners want to know whether it
/// concerns them, and what is there now, and no more.
/// </summary>
internal sealed class RowChanges : IReadOnlyList<EntityChange>
{
    readonly ObserveRows rows;
    readonly int first;
    readonly RowTail[] tails;
    readonly long nowUs;
    readonly List<string[]> types = [];
    EntityChange?[]? made;

    public RowChanges(ObserveRows rows, int first, RowTail[] tails, long nowUs)
    {
        (this.rows, this.first, this.tails, this.nowUs) = (rows, first, tails, nowUs);
        string[]? last = null;
        foreach (var tail in tails)
        {
            Touched += tail.Width;
            if (ReferenceEquals(tail.From.Types, last)) continue;
            last = tail.From.Types;
            if (!types.Contains(last)) types.Add(last);
        }
    }

    public int Touched { get; }

    public int Count => tails.Length;

    public bool MayConcern(Func<string, bool> type)
    {
        foreach (var some in types)
            foreach (var one in some)
                if (type(one)) return true;
        return false;
    }

    public void AddTo(IDictionary<string, Entity> things)
    {
        foreach (var tail in tails) things[tail.Slot.Id] = tail.From;
    }

    public EntityChange this[int index]
    {
        get
        {
            var all = made ?? Interlocked.CompareExchange(ref made, new EntityChange?[tails.Length], null) ?? made;
            return all[index] ??= Make(index);
        }
    }

    EntityChange Make(int index)
    {
        var tail = tails[index];
        // What else the thing says is taken as it is now; once it was written in another way, as it was before the rows.
        var now = tail.Live && tail.Slot.Now is { } there && ReferenceEquals(there.Types, tail.From.Types) && there.Attributes.Length == tail.From.Attributes.Length ? there : tail.From;
        var row = first + index;
        var after = tail.With(now, rows.AtUs(row), rows.Numbers(row).Span, rows.Doubts(row).Span, nowUs);
        var touched = new Attribute[tail.Width];
        for (var i = 0; i < touched.Length; i++) touched[i] = tail.Touched(after, i);
        return new EntityChange(now, after, touched, []);
    }

    public IEnumerator<EntityChange> GetEnumerator()
    {
        for (var i = 0; i < Count; i++) yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
