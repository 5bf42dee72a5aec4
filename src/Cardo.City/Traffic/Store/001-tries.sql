-- Changes that were tried beside today; the newest are kept (Studio/StudioDesk.cs).
CREATE TABLE traffic_tries (
    id BIGINT NOT NULL PRIMARY KEY,
    state TEXT NOT NULL,
    network TEXT NOT NULL,
    name TEXT NOT NULL,
    change TEXT NOT NULL,
    seeds BIGINT NOT NULL,
    first_seed BIGINT NOT NULL,
    by_whom TEXT NOT NULL,
    asked_us BIGINT NOT NULL,
    began_us BIGINT NOT NULL,
    ended_us BIGINT NOT NULL,
    published_us BIGINT NOT NULL,
    trouble TEXT NOT NULL,
    delay_s DOUBLE PRECISION,
    result TEXT NOT NULL
);
