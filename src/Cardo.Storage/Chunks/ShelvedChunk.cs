namespace Cardo.Storage.Chunks;

/// <summary>A row of the database whose bytes are kept in memory too.</summary>
internal sealed record ShelvedChunk(long Seq, bool Late, long FirstUs, long LastUs, byte[] Bytes);
