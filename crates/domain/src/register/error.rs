use std::borrow::Cow;

use crate::lifecycle::Reason;

/// Why a row of a register is refused（登记册错误）; nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RegisterError {
    /// The entry is not of the register's form.
    #[error("the entry of `{register}` cannot be read: {message}")]
    Unreadable {
        /// Which register.
        register: String,
        /// Where in the entry, by its keys; empty: it is the entry as a whole.
        place: String,
        /// What is wrong.
        message: String,
    },
    /// A row needs a register and a key.
    #[error("the register or the key is empty")]
    EmptyKey,
    /// The row ends before it begins.
    #[error("the row ends before it begins")]
    EmptyPeriod,
    /// The entry does not fit one event.
    #[error("the entry has {bytes} bytes, and at most {most} are possible")]
    TooLarge {
        /// Its size.
        bytes: usize,
        /// The limit.
        most: usize,
    },
    /// A rule of the register is broken.
    #[error("{code} ({rule}): {zh}")]
    Refused {
        /// Mechanism id.
        rule: Cow<'static, str>,
        /// Stable code.
        code: &'static str,
        /// Chinese words.
        zh: String,
    },
}

impl RegisterError {
    /// A broken rule.
    pub(crate) fn refused(
        rule: impl Into<Cow<'static, str>>,
        code: &'static str,
        zh: impl Into<String>,
    ) -> Self {
        Self::Refused {
            rule: rule.into(),
            code,
            zh: zh.into(),
        }
    }

    /// Stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unreadable { .. } => "entry_unreadable",
            Self::EmptyKey => "key_empty",
            Self::EmptyPeriod => "period_empty",
            Self::TooLarge { .. } => "entry_too_large",
            Self::Refused { code, .. } => code,
        }
    }

    /// The rule that is broken: a mechanism id.
    #[must_use]
    pub fn rule(&self) -> &str {
        match self {
            Self::Refused { rule, .. } => rule,
            _ => "design 5",
        }
    }

    /// Chinese words.
    #[must_use]
    pub fn zh(&self) -> String {
        match self {
            Self::Unreadable { place, .. } if place.is_empty() => "条目内容无法识别".to_owned(),
            Self::Unreadable { place, .. } => format!("条目内容无法识别：{place}"),
            Self::EmptyKey => "登记册名称或条目键为空".to_owned(),
            Self::EmptyPeriod => "结束日期早于开始日期".to_owned(),
            Self::TooLarge { bytes, most } => format!("条目过大：{bytes}字节，上限{most}字节"),
            Self::Refused { zh, .. } => zh.clone(),
        }
    }

    /// Code and rule as the lifecycle words them.
    #[must_use]
    pub fn reason(&self) -> Reason {
        Reason::new(self.code(), self.rule())
    }
}
