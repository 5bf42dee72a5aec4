-- Folded from the journal; dropped and made again by a rebuild.
CREATE TABLE cases_cases (
    number      BIGINT PRIMARY KEY,
    status      BIGINT NOT NULL,
    service     TEXT NOT NULL,
    unit        TEXT,
    priority    BIGINT NOT NULL,
    lon         DOUBLE PRECISION,
    lat         DOUBLE PRECISION,
    opened_us   BIGINT NOT NULL,
    updated_us  BIGINT NOT NULL,
    due_us      BIGINT,
    closed_us   BIGINT,
    next_us     BIGINT,
    state       TEXT NOT NULL
);
CREATE INDEX cases_cases_next ON cases_cases (next_us) WHERE next_us IS NOT NULL;
CREATE INDEX cases_cases_updated ON cases_cases (updated_us);
CREATE TABLE cases_matters (
    id           TEXT PRIMARY KEY,
    case_number  BIGINT NOT NULL,
    source       BIGINT NOT NULL,
    service      TEXT NOT NULL,
    at_us        BIGINT NOT NULL,
    ref          TEXT,
    state        TEXT NOT NULL
);
CREATE INDEX cases_matters_case ON cases_matters (case_number, at_us);
CREATE INDEX cases_matters_at ON cases_matters (at_us);
CREATE INDEX cases_matters_ref ON cases_matters (ref) WHERE ref IS NOT NULL;
CREATE TABLE cases_story (
    case_number  BIGINT NOT NULL,
    seq          BIGINT NOT NULL,
    at_us        BIGINT NOT NULL,
    who          TEXT NOT NULL,
    events       TEXT NOT NULL,
    PRIMARY KEY (case_number, seq)
);
CREATE INDEX cases_story_at ON cases_story (at_us);
-- Client ids of what was done, so that a repetition is known.
CREATE TABLE cases_commands (
    id           TEXT PRIMARY KEY,
    case_number  BIGINT NOT NULL,
    matter       TEXT
);
-- Not folded: what must be able to go. The journal holds commitments to it alone.
CREATE TABLE cases_said (
    id      TEXT PRIMARY KEY,
    words   TEXT,
    place   TEXT,
    answers TEXT,
    salt    TEXT,
    gone_us BIGINT
);
CREATE TABLE cases_people (
    id      TEXT PRIMARY KEY,
    name    TEXT,
    email   TEXT,
    phone   TEXT,
    device  TEXT,
    account TEXT,
    salt    TEXT,
    gone_us BIGINT
);
CREATE TABLE cases_media (
    hash    TEXT PRIMARY KEY,
    type    TEXT NOT NULL,
    bytes   BYTEA,
    gone_us BIGINT
);
-- Which officer belongs to which department or crew.
CREATE TABLE cases_staff (
    officer TEXT PRIMARY KEY,
    unit    TEXT NOT NULL
);
-- One row: the key of tracking links, the profile last told to the journal.
CREATE TABLE cases_desk (
    id           INTEGER PRIMARY KEY CHECK (id = 1),
    tracking_key TEXT NOT NULL,
    profile      TEXT NOT NULL
);
