-- Chunks in the order of sealing, each with the salt of its hash.
CREATE TABLE storage_chunks_by_seq (
    seq bigint NOT NULL PRIMARY KEY,
    leader bigint NOT NULL,
    late bigint NOT NULL,
    t0_us bigint NOT NULL,
    t1_us bigint NOT NULL,
    salt bytea NOT NULL,
    bytes bytea NOT NULL
);
INSERT INTO storage_chunks_by_seq SELECT seq, leader, late, t0_us, t1_us, ''::bytea, bytes FROM storage_chunks;
DROP TABLE storage_chunks;
ALTER TABLE storage_chunks_by_seq RENAME TO storage_chunks;
ALTER TABLE storage_chunks RENAME CONSTRAINT storage_chunks_by_seq_pkey TO storage_chunks_pkey;
CREATE INDEX storage_chunks_time ON storage_chunks (leader, late, t1_us, seq);

-- The hashes of the chunks first_seq .. last_seq, 32 bytes each; zeros where nothing was kept under a number.
CREATE TABLE storage_seals (
    last_seq bigint NOT NULL PRIMARY KEY,
    first_seq bigint NOT NULL,
    hashes bytea NOT NULL
);
