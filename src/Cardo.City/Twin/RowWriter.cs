using Cardo.Standards.NgsiLd;
using Cardo.Storage;

namespace Cardo.Twin;

/// <summary>Takes rows of reports to history and marks their entities; under the log's gate alone.</summary>
/// <param name="touch">the entity changed, as far as checkpoints go</param>
internal sealed class RowWriter(SeriesStore series, Action<Tenant, Slot> touch)
{
    /// <summary>Plans rows from one on, as far as they can go as rows; the first that can't.</summary>
    public int Plan(Tenant tenant, ObserveRows many, int row)
    {
        for (; row < many.Count; row++)
        {
            var (shape, atUs) = (many.Shape(row), many.AtUs(row));
            if (shape.Tail is not { Live: true } tail || tail.Lane.Ended)
            {
                if (Bind(tenant, shape) is not { } bound) return row;
                tail = bound;
            }
            if (!tail.Takes(atUs)) return row;
            series.Plan(tail.Lane, atUs, many.Numbers(row), many.Doubts(row));
        }
        return row;
    }

    /// <summary>Logs and applies what was planned, rows from first (inclusive) to end.</summary>
    public RowChanges Append(Tenant tenant, ObserveRows many, int first, int end, long nowUs)
    {
        var tails = new RowTail[end - first];
        for (var i = 0; i < tails.Length; i++) tails[i] = many.Shape(first + i).Tail!;
        var indexed = tenant.HasIndexes;
        if (indexed)
            foreach (var tail in tails) tail.Remember();
        series.AppendPlanned(i =>
        {
            var tail = tails[i];
            tail.Told(nowUs);
            touch(tenant, tail.Slot);
        });
        if (indexed)
            for (var i = 0; i < tails.Length; i++) tails[i].Moved(many.Numbers(first + i).Span, tenant.Move);
        return new RowChanges(many, first, tails, nowUs);
    }

    RowTail? Bind(Tenant tenant, RowShape shape)
    {
        shape.Tail = null;
        if (tenant.SlotOf(shape.Id) is not { Now: { } now } slot) return null;
        var names = shape.Names;
        var members = new SeriesHandle[names.Width];
        for (var i = 0; i < members.Length; i++)
        {
            if (now.Find(names.Names[i]) is not { } there || (names.Units[i] is { } unit && unit != there.UnitCode)
                || slot.History(tenant.Name, there, series) is not { } handle) return null;
            members[i] = handle;
        }
        return SeriesStore.Lane(members) is { } lane ? shape.Tail = TailOf(slot, now, lane) : null;
    }

    static RowTail? TailOf(Slot slot, Entity now, SeriesLane lane) =>
        slot.TailOf(lane) ?? (RowTail.For(slot, now, lane) is { } fresh ? slot.Keep(fresh) : null);

    /// <summary>A row came back from the log and is in history; false when the entity can't take it as a row.</summary>
    public bool Replayed(Tenant tenant, Slot slot, SeriesLane lane, long atUs, long nowUs)
    {
        if (slot.TailOf(lane) is not { } tail)
        {
            if (slot.Now is not { } now || RowTail.For(slot, now, lane) is not { } fresh || !fresh.IsBefore(atUs)) return false;
            tail = slot.Keep(fresh);
        }
        tail.Told(nowUs);
        touch(tenant, slot);
        return true;
    }
}
