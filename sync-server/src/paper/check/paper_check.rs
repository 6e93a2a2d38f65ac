use wangge_report::PaperClaim;

use super::verdict::PaperVerdict;

/// A comparison with what it rests on（文书核验结果）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaperCheck {
    /// What the file says of itself; `None`: nothing that can be read.
    pub claim: Option<PaperClaim>,
    /// What came out.
    pub verdict: PaperVerdict,
    /// That what the paper is about was withdrawn or declared void since（撤回、作废）, line by line.
    pub ended: Vec<String>,
    /// Rows of the record whose signature and place in the chain were checked.
    pub rows_checked: usize,
}

impl PaperCheck {
    /// What is to be known beside the word, line by line.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        let mut lines = self.ended.clone();
        if let PaperVerdict::WithoutEffect { told, .. } = &self.verdict {
            lines.extend(told.lines());
        }
        lines.push(match &self.verdict {
            PaperVerdict::Same(version) if version.as_of.is_some() => {
                "文件逐字节真实，内容与现有记录一致；文号、签名、送达等此后有补充。".to_owned()
            }
            PaperVerdict::Same(_) => "文件与按现有记录重新制作的文书逐字节相同。".to_owned(),
            PaperVerdict::Superseded(_) => {
                "文件逐字节真实，但记录此后有变更，文书所载是以前的内容，请以最新文书为准。"
                    .to_owned()
            }
            PaperVerdict::MarkedSince(_) => {
                "文件逐字节真实，是手机在上传以前制作的，内容与现有记录一致；中继收到时所依据的赋权（委托）已经届满，此后制作的文书注明办理时间未能证明。"
                    .to_owned()
            }
            PaperVerdict::Misdated(_) => {
                "文件与按记录重新制作的文书逐字节相同，但所署制作时间不可信：早于它所载记录进入日志的时间，或者晚于核验所依据的时间。请勿以其所署日期为准。"
                    .to_owned()
            }
            PaperVerdict::WithoutEffect { .. } => {
                "文件逐字节真实，是手机在上传以前制作的。".to_owned()
            }
            PaperVerdict::Altered {
                first_byte,
                is_current,
                ..
            } => {
                let of = if *is_current {
                    "现有记录"
                } else {
                    "以前的记录"
                };
                format!(
                    "文件自称是这份文书（所写摘要见于{of}），但文件被改动：自第{first_byte}字节起与重新制作的文书不同，所见内容不可信，请向出具单位索取原件（中继地址变更前制作的文书也会如此）。"
                )
            }
            PaperVerdict::Incomparable { photos_missing, .. } => format!(
                "文件自称的内容摘要与记录一致，但有{photos_missing}张照片不在此处，无法逐字节比较，不能确认文件未被改动。"
            ),
            PaperVerdict::RowBroken { seq } => {
                format!("记录在日志第{seq}行的签名或链值不符，请联系中继管理员。")
            }
            PaperVerdict::Unknown => {
                "没有这份文书，或者文件所载与任何时候的记录都不一致。请与出具单位核对。".to_owned()
            }
        });
        if let Some(place) = self.verdict.version().and_then(|version| version.as_of) {
            lines.push(place.zh());
        }
        if self.rows_checked > 0 {
            lines.push(format!(
                "已核对记录的{}行：每行的签名、签名者密钥和链值相符。",
                self.rows_checked
            ));
        }
        lines
    }
}
