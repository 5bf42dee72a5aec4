-- Which log this database belongs to, and up to where its records are in these tables.
CREATE TABLE storage_log (
    one integer NOT NULL PRIMARY KEY CHECK (one = 1),
    log_id text NOT NULL,
    checkpoint_lsn bigint NOT NULL
);

CREATE TABLE storage_series (
    id bigint NOT NULL PRIMARY KEY,
    tenant text NOT NULL,
    entity text NOT NULL,
    attribute text NOT NULL,
    dataset text NOT NULL
);

CREATE TABLE storage_samples (
    series bigint NOT NULL,
    at_us bigint NOT NULL,
    kind integer NOT NULL,
    number double precision NOT NULL,
    body text,
    quality integer NOT NULL,
    observed integer NOT NULL,
    PRIMARY KEY (series, at_us)
);
