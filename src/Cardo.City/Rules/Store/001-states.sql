CREATE TABLE rules_states (
    rule_id TEXT NOT NULL,
    entity_id TEXT NOT NULL,
    state TEXT NOT NULL,
    PRIMARY KEY (rule_id, entity_id)
);
