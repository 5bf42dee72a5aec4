using Cardo.Cases.Store;
using Cardo.Storage;

namespace Cardo.Cases.Board;

/// <summary>
/// Reads the board at a start from its own small rows, a million in a few seconds. Where they don't fit (an older program, a table
/// that was put in by hand) they are made again from the cases first, which takes ten times as long.
/// </summary>
internal static class BoardLoad
{
    const int AtOnce = 20_000, MadeAtOnce = 5_000;

    /// <param name="take">is given each piece, in the order of numbers</param>
    public static void Run(Db db, Action<BoardRows> take)
    {
        var (fits, cases) = db.Read(BoardStore.State);
        if (!fits || cases != db.Read(BoardStore.Count)) Make(db);
        var last = db.Read(CaseStore.LastNumber);
        // While one piece is taken in, the next ones are read, by all processors.
        var ahead = new Queue<Task<BoardRows>>();
        for (var next = 0L; next < last || ahead.Count > 0;)
        {
            while (next < last && ahead.Count <= Environment.ProcessorCount)
            {
                var from = next;
                next += AtOnce;
                ahead.Enqueue(Task.Run(() => db.Read(tx => BoardStore.Read(tx, from, from + AtOnce))));
            }
            take(ahead.Dequeue().GetAwaiter().GetResult());
        }
    }

    /// <summary>In pieces, and what says that all is there comes last: a start that is broken off begins again.</summary>
    static void Make(Db db)
    {
        db.Write(BoardStore.Clear);
        for (var from = 0L; ;)
        {
            var cases = db.Read(tx => CaseStore.After(tx, from, MadeAtOnce));
            if (cases.Count == 0) break;
            db.Write(tx => BoardStore.Put(tx, cases));
            from = cases[^1].Number;
        }
        db.Write(BoardStore.Made);
    }
}
