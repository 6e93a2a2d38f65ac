//! Operations on whole phones, with a relay.

mod cases;
mod damage;
mod enrollment;
mod first_start;
mod inspection_loop;
mod lifecycle;
mod photos;
mod recovery;
mod refusals;
mod registers;
mod syncing;
