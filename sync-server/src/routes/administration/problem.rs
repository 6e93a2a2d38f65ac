use serde::Serialize;
use utoipa::ToSchema;
use wangge_domain::control::ControlError;
use wangge_domain::record::holds_hidden_letters;

/// Why a change is not made（变更问题）, at the field that it lies in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct ChangeProblem {
    /// Which change of the request, from 0.
    pub(crate) index: usize,
    /// Stable code: `required`, `unknown`, `taken`, `period`, `forbidden`, `scope_not_honoured`,
    /// `phone_odd`, `rule`…
    pub(crate) code: String,
    /// Name of the field; empty: the change as a whole.
    pub(crate) field: String,
    /// In Chinese.
    pub(crate) message: String,
    /// In English.
    pub(crate) message_en: String,
}

impl ChangeProblem {
    pub(super) fn new(field: &str, code: &str, zh: &str, en: &str) -> Self {
        Self {
            index: 0,
            code: code.to_owned(),
            field: field.to_owned(),
            message: zh.to_owned(),
            message_en: en.to_owned(),
        }
    }

    pub(super) fn required(field: &str) -> Self {
        Self::new(field, "required", "必填", "required")
    }

    pub(super) fn too_long(field: &str, most: usize) -> Self {
        let zh = format!("最多 {most} 个字");
        let en = format!("at most {most} characters");
        Self::new(field, "too_long", &zh, &en)
    }

    pub(super) fn unknown(field: &str, zh: &str, en: &str) -> Self {
        Self::new(field, "unknown", zh, en)
    }

    pub(super) fn forbidden(field: &str, zh: &str, en: &str) -> Self {
        Self::new(field, "forbidden", zh, en)
    }

    /// A word of compulsion in a name that will stand on papers (S0-03).
    pub(super) fn compulsion(field: &str, word: &str) -> Self {
        let zh = format!("姓名会印在文书上，不能含强制性用语“{word}”（S0-03）");
        let en = format!("the name stands on papers: no word of compulsion ({word}, S0-03)");
        Self::new(field, "word_of_compulsion", &zh, &en)
    }

    pub(super) fn is_forbidden(&self) -> bool {
        self.code == "forbidden"
    }

    pub(super) fn at(mut self, index: usize) -> Self {
        self.index = index;
        self
    }
}

impl From<ControlError> for ChangeProblem {
    fn from(error: ControlError) -> Self {
        let (field, zh) = match &error {
            ControlError::GridCycle(_) => ("parent", "网格不能挂在自己下面"),
            ControlError::UnknownGrid(_) => ("grid", "没有这个网格"),
            ControlError::GridLevel(_) => ("level", "级别必须小于上级网格，且大于下级网格"),
            ControlError::EmptyPeriod => ("until", "截止时间早于起始时间"),
            ControlError::NoSuchGrant { .. } => ("role", "此人没有这个角色"),
            ControlError::SystemRole => ("role", "系统角色不能授予任何人"),
            ControlError::UnknownCredential(_) => ("number", "没有这个编号的证书"),
            ControlError::WrongHome { .. } => ("premises", "场所已迁到别的网格，请刷新后再试"),
            ControlError::UnknownDevice(_) => ("device", "没有这台设备"),
            _ => ("", "不符合规则"),
        };
        Self::new(field, "rule", zh, &error.to_string())
    }
}

/// A text that must not be empty, trimmed.
pub(super) fn text(field: &str, value: &str, most: usize) -> Result<String, ChangeProblem> {
    let value = value.trim();
    if value.is_empty() {
        return Err(ChangeProblem::required(field));
    }
    optional_text(field, value, most)
}

/// A text that may be empty, trimmed.
pub(super) fn optional_text(
    field: &str,
    value: &str,
    most: usize,
) -> Result<String, ChangeProblem> {
    let value = value.trim();
    if value.chars().count() > most {
        return Err(ChangeProblem::too_long(field, most));
    }
    if holds_hidden_letters(value) {
        let zh = "含看不见的控制字符";
        return Err(ChangeProblem::new(
            field,
            "hidden_letters",
            zh,
            "hidden control characters",
        ));
    }
    Ok(value.to_owned())
}
