//! What several commands do alike: photos and signatures from files, service of a notice.

mod photos;
mod serve;
mod signature;

pub(crate) use photos::{attach, fix_on_spot, standing_in, with_photos, with_photos_judged};
pub(crate) use serve::serve;
pub(crate) use signature::signature;
