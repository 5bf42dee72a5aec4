-- Which entry of the journal says what a line of a case's story says. Not folded: found again by reading the journal.
CREATE TABLE cases_proofs (
    case_number  BIGINT NOT NULL,
    seq          BIGINT NOT NULL,
    next_seq     BIGINT NOT NULL,
    idx          BIGINT NOT NULL,
    PRIMARY KEY (case_number, seq)
);
CREATE INDEX cases_proofs_idx ON cases_proofs (idx);
