namespace Cardo.Storage;

/// <summary>
/// Hears which chunks of history are sealed and which ones go, in the very transaction that does it: what it writes
/// there stands if and only if the chunks do. Called by checkpoints and by retention; must not throw for its own reasons.
/// </summary>
public interface IHistoryWitness
{
    void Sealed(Tx tx, ChunkSeal seal);

    void Dropped(Tx tx, DroppedChunks dropped);
}

/// <summary>The hashes of chunks that were sealed in a row.</summary>
/// <param name="FirstSeq">the number of the first; the others follow without gaps</param>
/// <param name="Hashes">one a chunk, 32 bytes: the RFC 9162 leaf hash of its record (docs/formats/log-and-chunks.md);
/// zeros where nothing was kept under a number</param>
public sealed record ChunkSeal(long FirstSeq, IReadOnlyList<byte[]> Hashes)
{
    public long LastSeq => FirstSeq + Hashes.Count - 1;
}

/// <summary>Why chunks went.</summary>
public enum DropReason
{
    /// <summary>The history of their entity was to be forgotten.</summary>
    Forgotten,

    /// <summary>They were older than the city keeps.</summary>
    Expired,

    /// <summary>Their points stand in one larger chunk that was sealed in the same transaction.</summary>
    Merged,
}

/// <summary>Chunks that went, by number, in rising order.</summary>
public sealed record DroppedChunks(DropReason Reason, IReadOnlyList<long> Seqs);
