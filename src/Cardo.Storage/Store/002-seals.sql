-- Chunks in the order of sealing (seq is the row's own number), each with the salt of its hash.
CREATE TABLE storage_chunks_by_seq (
    seq INTEGER PRIMARY KEY,
    leader bigint NOT NULL,
    late bigint NOT NULL,
    t0_us bigint NOT NULL,
    t1_us bigint NOT NULL,
    salt bytea NOT NULL,
    bytes bytea NOT NULL
);
INSERT INTO storage_chunks_by_seq SELECT seq, leader, late, t0_us, t1_us, x'', bytes FROM storage_chunks ORDER BY seq;
DROP TABLE storage_chunks;
ALTER TABLE storage_chunks_by_seq RENAME TO storage_chunks;
CREATE INDEX storage_chunks_time ON storage_chunks (leader, late, t1_us);

-- The hashes of the chunks first_seq .. last_seq, 32 bytes each; zeros where nothing was kept under a number.
CREATE TABLE storage_seals (
    last_seq INTEGER PRIMARY KEY,
    first_seq bigint NOT NULL,
    hashes bytea NOT NULL
);
