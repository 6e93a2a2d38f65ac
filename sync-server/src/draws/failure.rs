use std::path::{Path, PathBuf};

use wangge_domain::RecordId;
use wangge_domain::draw::DrawError;
use wangge_sync_engine::store::StoreError;

/// Nothing was announced, drawn or replaced（抽查办理未成）.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DrawFailure {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A rule of S2-17 says no.
    #[error(transparent)]
    Rule(#[from] DrawError),
    /// No draw has this id.
    #[error("没有抽查 {0}（there is no such draw）")]
    Unknown(RecordId),
    /// The secret of the draw cannot be sealed or opened with what is in this data folder.
    #[error("{}: {message}", .path.display())]
    Secret {
        /// The file or folder that lacks it.
        path: PathBuf,
        /// Why.
        message: String,
    },
    /// A text that would be published for good is empty, or holds letters that nobody sees.
    #[error("{0}为空或含看不见的控制字符（empty, or hidden control characters）")]
    Text(&'static str),
    /// A text that would be published for good is longer than anybody reads.
    #[error("{what}超过{most}字（longer than {most} characters）")]
    TooLong {
        /// Which.
        what: &'static str,
        /// Characters at most.
        most: usize,
    },
    /// The public value holds what nobody can copy from where it was published.
    #[error(
        "公共随机值只能用数字、字母、汉字和常用标点（only digits, letters, ideographs and punctuation）"
    )]
    Value,
    /// The public value begins or ends with a blank, which nobody would copy.
    #[error("公共随机值首尾不得有空格（the public value begins or ends with a blank）")]
    Blanks,
}

impl DrawFailure {
    pub(super) fn secret(path: &Path, message: impl Into<String>) -> Self {
        Self::Secret {
            path: path.to_owned(),
            message: message.into(),
        }
    }
}
