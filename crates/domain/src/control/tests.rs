//! The fold of the control stream and its look-ups.

mod actors;
mod grants;
mod keys;
mod kit;
mod moves;
mod tree;
