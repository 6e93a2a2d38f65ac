use super::version::PaperVersion;
use super::without_effect::WithoutEffect;

/// What a comparison came to（核验结论）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PaperVerdict {
    /// 一致: byte for byte what the relay makes, and what it says is what is on record now.
    Same(PaperVersion),
    /// 内容已变: byte for byte what the relay made as of an earlier row; the record says something
    /// else by now.
    Superseded(PaperVersion),
    /// 真实，此后注明时间未能证明: byte for byte what a phone made, and what it says is what is on record now; the relay
    /// received the act when the power that it rests on was over, and notes that on later prints.
    MarkedSince(PaperVersion),
    /// 日期不可信: byte for byte such a paper, but it bears a time of making at which nobody can have made
    /// it: before what it tells of was entered, or after now.
    Misdated(PaperVersion),
    /// 未生效: byte for byte what a phone made, but the act that it is about took no effect in the log.
    WithoutEffect {
        /// The version that the file is.
        version: PaperVersion,
        /// Why, and what counts.
        told: WithoutEffect,
    },
    /// 文件被改动: it says of itself that it is a paper of this record, and its bytes are not those of that
    /// paper: nothing that is seen in it can be relied on.
    Altered {
        /// The version whose hash it claims.
        version: PaperVersion,
        /// Where the first byte is that differs.
        first_byte: usize,
        /// That version is what is on record now.
        is_current: bool,
    },
    /// The content hash is that of the record, but photos that the paper shows are not here: the
    /// bytes cannot be compared（缺照片，无法逐字节比较）.
    Incomparable {
        /// The version whose hash it claims.
        version: PaperVersion,
        /// Photos that are not here.
        photos_missing: usize,
    },
    /// The rows of the record do not hold themselves（记录未通过核验）: nothing is said of the paper.
    RowBroken {
        /// The first row that does not.
        seq: u64,
    },
    /// 不符或未知: no paper that can be made says this. Nothing else is told.
    Unknown,
}

impl PaperVerdict {
    /// In one word, as pages and programs say it.
    #[must_use]
    pub fn zh(&self) -> &'static str {
        match self {
            Self::Same(_) => "一致",
            Self::Superseded(_) => "内容已变",
            Self::MarkedSince(_) => "真实，此后注明时间未能证明",
            Self::Misdated(_) => "日期不可信",
            Self::WithoutEffect { .. } => "未生效",
            Self::Altered { .. } => "文件被改动",
            Self::Incomparable { .. } => "摘要相符，无法逐字节比较",
            Self::RowBroken { .. } => "记录未通过核验",
            Self::Unknown => "不符或未知",
        }
    }

    /// The file is one that the relay makes or has made, byte by byte, and what it is about counts.
    #[must_use]
    pub fn is_genuine(&self) -> bool {
        matches!(
            self,
            Self::Same(_) | Self::Superseded(_) | Self::MarkedSince(_)
        )
    }

    /// The version it speaks of, for whoever holds the file.
    #[must_use]
    pub fn version(&self) -> Option<&PaperVersion> {
        match self {
            Self::Same(version)
            | Self::Superseded(version)
            | Self::MarkedSince(version)
            | Self::Misdated(version)
            | Self::WithoutEffect { version, .. }
            | Self::Altered { version, .. }
            | Self::Incomparable { version, .. } => Some(version),
            Self::RowBroken { .. } | Self::Unknown => None,
        }
    }
}
