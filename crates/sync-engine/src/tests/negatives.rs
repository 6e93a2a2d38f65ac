//! The negative tests by their numbers: bad input gets a verdict, harms nothing beside itself,
//! and costs nothing. `docs/RELIABILITY.md` lists all of them.

mod authority;
mod changes;
mod craft;
mod exchange;
mod hostile_relay;
mod texts;
