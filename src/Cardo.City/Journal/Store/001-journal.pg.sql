-- Written in the transaction of the state it explains; taken from here into the tree.
CREATE TABLE journal_pending (
    id     BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at_us  BIGINT NOT NULL,
    kind   TEXT NOT NULL,
    json   TEXT NOT NULL
);
-- The leaves, in order and for ever.
CREATE TABLE journal_entries (
    idx    BIGINT PRIMARY KEY,
    at_us  BIGINT NOT NULL,
    kind   TEXT NOT NULL,
    json   TEXT NOT NULL
);
CREATE INDEX journal_entries_kind ON journal_entries (kind, idx);
-- Hash tiles of C2SP tlog-tiles: up to 256 hashes of 32 bytes; the last one of a level grows.
CREATE TABLE journal_tiles (
    level   INTEGER NOT NULL,
    idx     BIGINT NOT NULL,
    hashes  BYTEA NOT NULL,
    PRIMARY KEY (level, idx)
);
-- One row: the head as it was last signed.
CREATE TABLE journal_head (
    id    INTEGER PRIMARY KEY CHECK (id = 1),
    size  BIGINT NOT NULL,
    note  TEXT NOT NULL
);
INSERT INTO journal_head (id, size, note) VALUES (1, 0, '');
