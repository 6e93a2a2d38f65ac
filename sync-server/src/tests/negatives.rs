//! The negative tests of HTTP by their numbers; those of files and photos stand beside what they
//! test. `docs/RELIABILITY.md` lists all of them.

mod accounts;
mod connections;
mod files;
mod intake;
mod requests;
mod serving;
mod uploads;
