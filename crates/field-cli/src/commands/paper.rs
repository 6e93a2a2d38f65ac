use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde_json::json;
use wangge_domain::RecordId;
use wangge_mobile_core::{Core, CoreError, PaperKind};

use crate::answer::Answer;
use crate::command_error::CommandError;
use crate::find;
use crate::shell::Shell;

#[derive(Debug, Args)]
pub(crate) struct Paper {
    /// 文书对象的编号、文号或名称，按文书种类（what the paper is about: id, number or name）
    record: String,
    /// 文书种类（which paper）
    #[arg(long, value_enum)]
    kind: Kind,
    /// 写到哪个 PDF 文件（PDF file to write）
    #[arg(long)]
    out: PathBuf,
}

/// The papers that a phone makes, by the names that its shells use; those of the relay's command do too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "snake_case")]
enum Kind {
    /// 隐患整改通知书（notice of a hazard, or of all hazards of an inspection）
    Notice,
    /// 重大火灾隐患整改通知书（notice of a hazard judged to be major）
    MajorNotice,
    /// 现场检查记录（record of an inspection）
    #[value(alias = "inspection")]
    InspectionRecord,
    /// 复查意见书（opinion of a recheck）
    #[value(alias = "recheck")]
    RecheckOpinion,
    /// 移送函（letter of transfer）
    Transfer,
    /// 告诫承诺书（letter of commitment）
    Commitment,
    /// 责任书（letter of responsibility）
    Responsibility,
    /// 承诺书（promise signed at a door）
    Promise,
    /// 督办单（order of supervision）
    #[value(alias = "supervision")]
    SupervisionOrder,
    /// 责任区公示牌（card of a grid）
    #[value(alias = "zone")]
    ZoneCard,
    /// 一户一档（dossier of a premises）
    Dossier,
}

impl Paper {
    pub(crate) fn run(&self, shell: &Shell) -> Result<Answer, CommandError> {
        let core = &shell.core;
        let record = self.kind.find(core, &self.record)?;
        let made = core.paper(record, self.kind.of_core());
        let made = made.map_err(|error| self.kind.explain(error))?;
        std::fs::write(&self.out, &made.pdf)
            .map_err(|error| CommandError::Machine(format!("{}：{error}", self.out.display())))?;
        let number = match made.number.as_str() {
            "" => String::new(),
            number => format!("，{number}"),
        };
        let mut text = format!("已生成 {}（{} 页{number}）", self.out.display(), made.pages);
        if !made.missing.is_empty() {
            let missing: String = made.missing.iter().collect();
            text += &format!("\n注意：没有这些字的字形，以方框代替：{missing}");
        }
        if made.photos_missing > 0 {
            text += &format!(
                "\n注意：{} 张照片的文件不在本机，未打印（照片框内已注明）；须联网取得照片后再生成",
                made.photos_missing
            );
        }
        Ok(Answer::new(
            text,
            json!({
                "record": record,
                "file": self.out,
                "number": made.number,
                "pages": made.pages,
                "content_hash": made.content_hash.to_string(),
                "missing": made.missing,
                "photos_missing": made.photos_missing,
            }),
        ))
    }
}

impl Kind {
    fn of_core(self) -> PaperKind {
        match self {
            Self::Notice => PaperKind::Notice,
            Self::MajorNotice => PaperKind::MajorNotice,
            Self::InspectionRecord => PaperKind::InspectionRecord,
            Self::RecheckOpinion => PaperKind::RecheckOpinion,
            Self::Transfer => PaperKind::Transfer,
            Self::Commitment => PaperKind::Commitment,
            Self::Responsibility => PaperKind::Responsibility,
            Self::Promise => PaperKind::Promise,
            Self::SupervisionOrder => PaperKind::SupervisionOrder,
            Self::ZoneCard => PaperKind::ZoneCard,
            Self::Dossier => PaperKind::Dossier,
        }
    }

    /// What the paper is about, as a person names it.
    fn find(self, core: &Core, text: &str) -> Result<RecordId, CommandError> {
        match self {
            Self::ZoneCard => Ok(RecordId(find::grid_held(core, text)?.0)),
            Self::Dossier => find::premises(core, text),
            _ => find::record(core, text),
        }
    }

    /// A record that is not of the kind that the paper is about is not found: it is said of what it is
    /// made.
    fn explain(self, error: CoreError) -> CommandError {
        let is_unknown = error == CoreError::UnknownRecord;
        let source = CommandError::from(error);
        if !is_unknown {
            return source;
        }
        CommandError::Hinted {
            source: Box::new(source),
            hint: format!("这种文书须给出{}", self.about()),
        }
    }

    fn about(self) -> &'static str {
        match self {
            Self::Notice => "已下发通知书的隐患（编号或文号），或检查编号",
            Self::MajorNotice => "已判定为重大并下发通知书的隐患（编号或文号）",
            Self::InspectionRecord => "检查编号",
            Self::RecheckOpinion => "已复查的隐患（编号或文号）",
            Self::Transfer => "已上报移交的隐患（编号或文号）",
            Self::Commitment | Self::Responsibility | Self::Promise => {
                "承诺书、责任书案件（编号或文号）"
            }
            Self::SupervisionOrder => "督办单案件（编号或文号）",
            Self::ZoneCard => "网格（编号、代码或名称）",
            Self::Dossier => "场所（编号或检索文字）",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_of_the_relay_do_too() {
        for (relay, kind) in [
            ("inspection", Kind::InspectionRecord),
            ("recheck", Kind::RecheckOpinion),
            ("supervision", Kind::SupervisionOrder),
            ("zone", Kind::ZoneCard),
        ] {
            assert_eq!(Kind::from_str(relay, false), Ok(kind), "{relay}");
        }
        assert_eq!(
            Kind::from_str("inspection_record", false),
            Ok(Kind::InspectionRecord)
        );
    }
}
