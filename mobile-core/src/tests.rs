//! Operations on whole phones, with a relay.

mod cases;
mod clock;
mod damage;
mod enrollment;
mod first_start;
mod inspection_loop;
mod lifecycle;
mod limits;
mod photo_files;
mod photos;
mod recovery;
mod refusals;
mod registers;
mod syncing;
