//! What several commands do alike: photos and signatures from files, service of a notice.

mod photos;
mod serve;
mod signature;

pub(crate) use photos::{attach, attach_all, fix_on_spot};
pub(crate) use serve::serve;
pub(crate) use signature::signature;
