-- Which entry of the journal says what a line of a case's story says. Not folded: found again by reading the journal.
CREATE TABLE cases_proofs (
    case_number  INTEGER NOT NULL,
    seq          INTEGER NOT NULL,
    next_seq     INTEGER NOT NULL,
    idx          INTEGER NOT NULL,
    PRIMARY KEY (case_number, seq)
) WITHOUT ROWID;
CREATE INDEX cases_proofs_idx ON cases_proofs (idx);
