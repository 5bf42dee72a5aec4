-- What the listener must find again: sessions, their subscriptions and queues, retained messages (see ILedger).
CREATE TABLE mqtt_state (
    owner TEXT NOT NULL,
    item TEXT NOT NULL,
    body BYTEA NOT NULL,
    PRIMARY KEY (owner, item)
);
