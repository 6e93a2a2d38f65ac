//! Tests of the lifecycle: over the tables cell by cell, and over whole cases.
