-- Rises with every change of a key or a session, so that other processes can ask what is new.
CREATE TABLE identity_version (
    id       BIGINT PRIMARY KEY CHECK (id = 1),
    version  BIGINT NOT NULL
);
INSERT INTO identity_version (id, version) VALUES (1, 0);
-- Keys of devices and programs. hash: SHA-256 of a secret of 160 bits that nobody here knows.
CREATE TABLE identity_keys (
    id          TEXT PRIMARY KEY,
    kind        TEXT NOT NULL,
    subject     TEXT NOT NULL,
    owner       TEXT NOT NULL,
    scopes      TEXT NOT NULL,
    hash        TEXT NOT NULL,
    issued_us   BIGINT NOT NULL,
    expires_us  BIGINT,
    revoked_us  BIGINT,
    replaces    TEXT,
    changed     BIGINT NOT NULL
);
CREATE INDEX identity_keys_changed ON identity_keys (changed);
CREATE INDEX identity_keys_subject ON identity_keys (subject, kind);
-- People of the city's staff. The name is personal data: it stands here alone.
CREATE TABLE identity_officers (
    id           TEXT PRIMARY KEY,
    name         TEXT NOT NULL,
    roles        TEXT NOT NULL,
    enrolled_us  BIGINT NOT NULL,
    ended_us     BIGINT
);
-- WebAuthn credentials; binary values in base 64.
CREATE TABLE identity_passkeys (
    credential   TEXT PRIMARY KEY,
    officer      TEXT NOT NULL REFERENCES identity_officers (id),
    public_key   TEXT NOT NULL,
    name         TEXT NOT NULL,
    made_us      BIGINT NOT NULL,
    sign_count   BIGINT NOT NULL,
    transports   TEXT NOT NULL,
    verified     BIGINT NOT NULL,
    can_backup   BIGINT NOT NULL,
    backed_up    BIGINT NOT NULL,
    attestation  TEXT NOT NULL,
    client_data  TEXT NOT NULL
);
CREATE INDEX identity_passkeys_officer ON identity_passkeys (officer);
-- One-time links by which a person becomes an officer, or an officer adds a passkey after losing the others.
CREATE TABLE identity_enrolments (
    id          TEXT PRIMARY KEY,
    hash        TEXT NOT NULL,
    officer     TEXT,
    roles       TEXT NOT NULL,
    made_by     TEXT NOT NULL,
    made_us     BIGINT NOT NULL,
    expires_us  BIGINT NOT NULL,
    used_us     BIGINT
);
CREATE TABLE identity_sessions (
    id          TEXT PRIMARY KEY,
    hash        TEXT NOT NULL,
    officer     TEXT NOT NULL REFERENCES identity_officers (id),
    agent       TEXT NOT NULL,
    made_us     BIGINT NOT NULL,
    seen_us     BIGINT NOT NULL,
    expires_us  BIGINT NOT NULL,
    ended_us    BIGINT,
    changed     BIGINT NOT NULL
);
CREATE INDEX identity_sessions_changed ON identity_sessions (changed);
CREATE INDEX identity_sessions_officer ON identity_sessions (officer);
