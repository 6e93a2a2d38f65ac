//! Tests of the lifecycle: over the tables cell by cell, over each guard, and over whole cases.

mod allowed;
mod cells;
mod docs;
mod events;
mod forms;
mod guard_refusals;
mod guards;
mod jobs;
mod kit;
mod loops;
mod replay;
mod rights;
mod steps;
mod tables;
mod time;
mod words;
