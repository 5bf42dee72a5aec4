namespace Cardo.Storage.Log;

/// <summary>Waiters that are not in use: at most so many as waited at once, and no more than a bound.</summary>
internal sealed class Waiters
{
    const int Most = 4_096;

    readonly Lock gate = new();
    Waiter? free;
    int count;

    public Waiter Rent()
    {
        lock (gate)
        {
            if (free is not { } waiter) return new Waiter(this);
            free = waiter.Next;
            count--;
            waiter.Next = null;
            return waiter;
        }
    }

    public void Return(Waiter waiter)
    {
        lock (gate)
        {
            if (count == Most) return;
            waiter.Next = free;
            free = waiter;
            count++;
        }
    }
}
