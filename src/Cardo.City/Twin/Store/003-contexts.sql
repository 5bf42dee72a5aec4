-- JSON-LD contexts: hosted by users, kept for answers (implicit), and fetched (cached).
CREATE TABLE twin_contexts (
    id TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    doc TEXT NOT NULL,
    created_us BIGINT NOT NULL,
    used_us BIGINT NOT NULL
);
