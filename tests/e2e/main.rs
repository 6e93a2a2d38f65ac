//! End to end: the real relay and the real phones.

#[path = "../world/mod.rs"]
mod world;

mod whole_loop;
