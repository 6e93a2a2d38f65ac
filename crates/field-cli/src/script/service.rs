use std::path::PathBuf;

use serde::{Deserialize, Deserializer, de::Error as _};
use wangge_domain::inspection::is_signature_role;

/// A signature（签名）: the strokes lie in a file.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ScriptSignature {
    /// Who signs, as written.
    pub(crate) signer: String,
    /// As what: `owner`, `operator`, `tenant`, `resident`, `head`, `inspector`, `witness`.
    #[serde(deserialize_with = "known_role")]
    pub(crate) role: String,
    /// File with the strokes, as `fixtures/scripts/owner-strokes.json`.
    pub(crate) strokes: PathBuf,
}

fn known_role<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    let role = String::deserialize(from)?;
    if is_signature_role(&role) {
        Ok(role)
    } else {
        Err(D::Error::custom(format!("没有这种签名人身份：{role}")))
    }
}

/// How a notice is served（送达方式）.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Written")]
pub(crate) enum Service {
    /// 签收.
    Signed(ScriptSignature),
    /// 拒签, with witnesses.
    Refused {
        /// Who stood by.
        witnesses: Vec<ScriptSignature>,
        /// What was said.
        note: String,
    },
    /// 张贴拍照.
    Posted {
        /// File of the photo.
        photo: PathBuf,
    },
    /// 邮寄.
    Mailed {
        /// Number of the consignment.
        tracking: String,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    signed: Option<ScriptSignature>,
    refused: Option<WrittenRefusal>,
    posted: Option<WrittenPosting>,
    mailed: Option<WrittenMail>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenRefusal {
    witnesses: Vec<ScriptSignature>,
    #[serde(default)]
    note: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenPosting {
    photo: PathBuf,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenMail {
    tracking: String,
}

impl TryFrom<Written> for Service {
    type Error = &'static str;

    fn try_from(written: Written) -> Result<Self, Self::Error> {
        match (
            written.signed,
            written.refused,
            written.posted,
            written.mailed,
        ) {
            (Some(signature), None, None, None) => Ok(Self::Signed(signature)),
            (None, Some(refusal), None, None) => Ok(Self::Refused {
                witnesses: refusal.witnesses,
                note: refusal.note,
            }),
            (None, None, Some(posting), None) => Ok(Self::Posted {
                photo: posting.photo,
            }),
            (None, None, None, Some(mail)) => Ok(Self::Mailed {
                tracking: mail.tracking,
            }),
            _ => Err("应写 signed、refused、posted、mailed 之一"),
        }
    }
}

impl Service {
    /// Every file it names.
    pub(crate) fn files(&self) -> Vec<&PathBuf> {
        match self {
            Self::Signed(signature) => vec![&signature.strokes],
            Self::Refused { witnesses, .. } => witnesses.iter().map(|it| &it.strokes).collect(),
            Self::Posted { photo } => vec![photo],
            Self::Mailed { .. } => Vec::new(),
        }
    }

    /// Every file with strokes it names.
    pub(crate) fn strokes_files(&self) -> Vec<&PathBuf> {
        match self {
            Self::Signed(_) | Self::Refused { .. } => self.files(),
            Self::Posted { .. } | Self::Mailed { .. } => Vec::new(),
        }
    }

    /// The photo it names, if any.
    pub(crate) fn photo(&self) -> Option<&PathBuf> {
        match self {
            Self::Posted { photo } => Some(photo),
            _ => None,
        }
    }
}
