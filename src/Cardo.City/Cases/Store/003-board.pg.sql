-- What the board keeps of each case: small, so that a million of them are read at a start within seconds. Folded with the case.
CREATE TABLE cases_board (
    number       BIGINT PRIMARY KEY,
    first_matter TEXT NOT NULL,
    spot         BYTEA NOT NULL
);
-- How the rows above are spelled; another number than the program's, and they are made again from the cases.
ALTER TABLE cases_desk ADD COLUMN board INTEGER NOT NULL DEFAULT 0;
