//! Reports by the public at a supervisor's desk.

mod identity;
mod list;
mod photo;
mod reporter_named;
mod rewards;
mod settle;
mod sorting;
mod take_in;

pub(crate) use identity::{__path_look, __path_looks, look, looks};
pub(crate) use list::{__path_list, list};
pub(crate) use photo::{__path_photo, photo};
pub(crate) use reporter_named::{refuse_named, refuse_reporters};
pub(crate) use rewards::{
    __path_claim_reward, __path_decide_reward, __path_rewards, claim_reward, decide_reward, rewards,
};
pub(crate) use settle::{__path_settle, settle};
