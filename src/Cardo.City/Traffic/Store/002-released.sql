-- Signals that an operator left to their own plan; until somebody lets them be controlled again, restarts included.
CREATE TABLE traffic_released (
    controller TEXT NOT NULL PRIMARY KEY,
    by_whom TEXT NOT NULL,
    since_us BIGINT NOT NULL,
    reason TEXT NOT NULL
);
