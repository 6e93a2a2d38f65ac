//! The phone's store by itself, for simulations of a fleet: feature `testing`, in no app.

mod phone_store;

pub use crate::store::ShownRecord;
pub use phone_store::PhoneStore;
