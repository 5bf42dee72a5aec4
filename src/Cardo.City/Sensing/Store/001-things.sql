-- What a person or a command said of a thing. A thing that only ever sent has no row: it is its key and its entity.
CREATE TABLE sensing_things (
    id          TEXT NOT NULL PRIMARY KEY,
    tenant      TEXT NOT NULL,
    name        TEXT,
    profile     TEXT,
    type        TEXT,
    entity_id   TEXT,
    lon         DOUBLE PRECISION,
    lat         DOUBLE PRECISION,
    created_us  BIGINT NOT NULL,
    modified_us BIGINT NOT NULL
);
