using System.Buffers.Binary;
using System.Security.Cryptography;
using Cardo.Storage.Store;

namespace Cardo.Storage.Chunks;

/// <summary>
/// The hash of each chunk, recorded when the chunk is stored. A salt that stands with the chunk alone keeps the hash from
/// telling anything once the chunk is gone.
/// </summary>
internal static class Seals
{
    public const int SaltBytes = 16;

    /// <summary>Chunks in one seal, and so in one entry of a witness.</summary>
    public const int MostChunks = 4096;

    /// <summary>SHA-256(0x00, seq, leader, late, t0, t1 (8 bytes each, little-endian), length of the salt (1 byte), salt, bytes).</summary>
    public static byte[] Hash(SeriesTables.ChunkRow row)
    {
        Span<byte> head = stackalloc byte[1 + 5 * sizeof(long) + 1];
        head[0] = 0;
        var at = 1;
        foreach (var part in (ReadOnlySpan<long>)[row.Seq, row.Leader, row.Late, row.T0Us, row.T1Us])
        {
            BinaryPrimitives.WriteInt64LittleEndian(head[at..], part);
            at += sizeof(long);
        }
        head[at] = (byte)row.Salt.Length;
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sha.AppendData(head);
        sha.AppendData(row.Salt);
        sha.AppendData(row.Bytes);
        return sha.GetHashAndReset();
    }

    /// <summary>Seals every chunk of the database that isn't yet, as one checkpoint leaves them.</summary>
    public static void SealNew(Tx tx, IHistoryWitness? witness)
    {
        var last = SeriesTables.LastSealed(tx);
        while (true)
        {
            var rows = SeriesTables.After(tx, last, MostChunks);
            if (rows.Count == 0) return;
            // A database of a time before seals may have gaps of any length; one of ours has those of forgotten chunks.
            var first = rows[0].Seq - last > MostChunks ? rows[0].Seq : last + 1;
            var count = (int)Math.Min(rows[^1].Seq - first + 1, MostChunks);
            var hashes = new byte[count][];
            System.Array.Fill(hashes, new byte[SHA256.HashSizeInBytes]);
            foreach (var row in rows)
                if (row.Seq - first < count) hashes[row.Seq - first] = Hash(row);
            last = first + count - 1;
            SeriesTables.PutSeal(tx, new SeriesTables.SealRow(last, first, hashes.SelectMany(h => h).ToArray()));
            witness?.Sealed(tx, new ChunkSeal(first, hashes));
        }
    }

    public static ChunkSeal Read(SeriesTables.SealRow row) => new(row.FirstSeq, row.Hashes.Chunk(SHA256.HashSizeInBytes).ToList());
}
