//! The content keys of a photo record（照片字段）.

pub(crate) use wangge_domain::inspection::photo_keys::*;
