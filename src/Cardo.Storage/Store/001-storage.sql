-- Which log this database belongs to, and up to where its records are in these tables.
CREATE TABLE storage_log (
    one bigint NOT NULL PRIMARY KEY CHECK (one = 1),
    log_id text NOT NULL,
    checkpoint_lsn bigint NOT NULL
);

-- leaders: the ids under which chunks with this series stand, separated by blanks; late_span_us: the longest of its late chunks, -1 for none.
CREATE TABLE storage_series (
    id bigint NOT NULL PRIMARY KEY,
    tenant text NOT NULL,
    entity text NOT NULL,
    attribute text NOT NULL,
    dataset text NOT NULL,
    leaders text NOT NULL,
    late_span_us bigint NOT NULL
);

-- Sealed points of one or more series of one entity with the same moments. Chunks with late = 0 of one leader never overlap.
CREATE TABLE storage_chunks (
    leader bigint NOT NULL,
    late bigint NOT NULL,
    t1_us bigint NOT NULL,
    seq bigint NOT NULL,
    t0_us bigint NOT NULL,
    bytes bytea NOT NULL,
    PRIMARY KEY (leader, late, t1_us, seq)
);

-- The points that are not sealed yet, 64 series a row.
CREATE TABLE storage_open (
    page bigint NOT NULL PRIMARY KEY,
    bytes bytea NOT NULL
);
