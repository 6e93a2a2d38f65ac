/// Why a report by the public is not taken in（不予受理原因）. Nothing was kept, and what was typed is given
/// back in the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReportRefusal {
    /// The category is not in the list.
    #[error("the category is not in the list")]
    UnknownCategory,
    /// Nothing is said.
    #[error("the description is empty")]
    NoText,
    /// Too much is said.
    #[error("the description has more than {most} characters")]
    TextTooLong {
        /// The limit.
        most: u32,
    },
    /// No place is named.
    #[error("the place is empty")]
    NoPlace,
    /// The place is too long.
    #[error("the place has more than {most} characters")]
    PlaceTooLong {
        /// The limit.
        most: u32,
    },
    /// Markup or script stands in the text.
    #[error("the text holds markup")]
    Markup,
    /// Control characters, or characters that turn the direction of writing.
    #[error("the text holds control characters")]
    ControlCharacters,
    /// More photos than are taken.
    #[error("more than {most} photos")]
    TooManyPhotos {
        /// The limit.
        most: u32,
    },
    /// A photo or the report as a whole is too large.
    #[error("more than {most} bytes")]
    TooLarge {
        /// The limit.
        most: u64,
    },
    /// A photo has more pixels than are taken, however few its bytes are.
    #[error("a photo has too many pixels")]
    TooManyPixels,
    /// A file is no photo that can be read.
    #[error("a file is no photo")]
    NoPhoto,
    /// Name or telephone number are not of their form.
    #[error("the name or the telephone number cannot be right")]
    BadContact,
    /// The form is not one that was given out, or too old, or sent before.
    #[error("the form is not fresh")]
    StaleForm,
    /// The form was sent faster than anybody types.
    #[error("the form was sent too quickly")]
    TooQuick,
    /// A field that nobody sees is filled in. The words say nothing of it: a program learns nothing, and
    /// a person whose browser filled it in has another way.
    #[error("this report could not be taken; please report by telephone (12345)")]
    NotAPerson,
    /// Too many from this address.
    #[error("too many reports from this address")]
    TooManyFromHere,
    /// Too many in all, or too many that wait.
    #[error("too many reports at this time")]
    Busy,
    /// The request cannot be read as a form.
    #[error("the request is no form")]
    Malformed,
}

impl ReportRefusal {
    /// The mechanism whose rule is broken.
    pub const RULE: &'static str = "S2-34";

    /// Stable code.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.texts().0
    }

    /// Chinese words.
    #[must_use]
    pub fn zh(self) -> String {
        match self {
            Self::TextTooLong { most } | Self::PlaceTooLong { most } => {
                format!("{}（最多{most}字）", self.texts().1)
            }
            Self::TooManyPhotos { most } => format!("{}（最多{most}张）", self.texts().1),
            Self::TooLarge { most } => {
                format!("{}（最多{}MB）", self.texts().1, most / (1024 * 1024))
            }
            _ => self.texts().1.to_owned(),
        }
    }

    fn texts(self) -> (&'static str, &'static str) {
        match self {
            Self::UnknownCategory => ("category_unknown", "请选择类别"),
            Self::NoText => ("text_empty", "请写明情况"),
            Self::TextTooLong { .. } => ("text_too_long", "情况说明过长"),
            Self::NoPlace => ("place_empty", "请写明地点"),
            Self::PlaceTooLong { .. } => ("place_too_long", "地点过长"),
            Self::Markup => ("markup", "文字中含有网页代码，请去掉后再提交"),
            Self::ControlCharacters => {
                ("control_characters", "文字中含有不可见字符，请去掉后再提交")
            }
            Self::TooManyPhotos { .. } => ("too_many_photos", "照片过多"),
            Self::TooLarge { .. } => ("too_large", "照片过大"),
            Self::TooManyPixels => ("too_large", "照片像素过大，请调低相机分辨率后重新拍摄"),
            Self::NoPhoto => ("no_photo", "有文件不是可以识别的照片（JPEG或PNG）"),
            Self::BadContact => ("contact_invalid", "姓名或电话填写有误"),
            Self::StaleForm => ("form_stale", "页面已过期或已提交过，请重新提交"),
            Self::TooQuick => ("form_too_quick", "提交过快，请核对后重新提交"),
            Self::NotAPerson => ("form_not_a_person", "本次提交未能受理，请拨打12345电话反映"),
            Self::TooManyFromHere => ("too_many_from_here", "提交次数过多，请稍后再试"),
            Self::Busy => ("busy", "当前提交人数较多，请稍后再试；紧急情况请拨打119"),
            Self::Malformed => ("malformed", "提交内容无法识别，请重新填写"),
        }
    }
}
