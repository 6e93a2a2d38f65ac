//! What people may ask about their own data（个人信息请求）.

mod access;
mod list;

pub(super) use access::{__path_look_up, look_up};
pub(super) use list::{__path_list_requests, list_requests};
