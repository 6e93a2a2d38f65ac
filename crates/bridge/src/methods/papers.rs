#[cfg(feature = "papers")]
use base64::Engine as _;
#[cfg(feature = "papers")]
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::Value;
#[cfg(feature = "papers")]
use serde_json::json;
use wangge_domain::RecordId;

use crate::args::args;
use crate::bridge::Bridge;
use crate::method::{Given, Method, Run};

pub(crate) const METHODS: &[Method] = &[Method {
    name: "paper.make",
    what: "生成文书 PDF，不用网络；`kind` 为 `notice`、`major_notice`、`inspection_record`、`recheck_opinion`、`transfer`、`commitment`、`responsibility`、`promise`、`supervision_order`、`zone_card` 或 `dossier`；`missing` 是没有字形、以方框编码代替的字，`photos_missing` 是文件不在本机、没有打印的照片张数（makes a paper as PDF, offline; `missing` are characters shown as boxed code points, `photos_missing` photos whose files are not on this phone）",
    args: r#"{"record": "019b8bab-0680-7000-8000-000000000001", "kind": "notice"}"#,
    answer: r#"{"base64": "…", "number": "暂-A1-1", "pages": 1, "missing": [], "photos_missing": 0}"#,
    run: Run::Here(make),
}];

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Notice,
    MajorNotice,
    InspectionRecord,
    RecheckOpinion,
    Transfer,
    Commitment,
    Responsibility,
    Promise,
    SupervisionOrder,
    ZoneCard,
    Dossier,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Make {
    record: RecordId,
    kind: Kind,
}

fn make(bridge: &Bridge, value: Value) -> Given {
    let Make { record, kind } = args(value)?;
    paper(bridge, record, kind)
}

#[cfg(feature = "papers")]
fn paper(bridge: &Bridge, record: RecordId, kind: Kind) -> Given {
    use wangge_mobile_core::PaperKind;
    let kind = match kind {
        Kind::Notice => PaperKind::Notice,
        Kind::MajorNotice => PaperKind::MajorNotice,
        Kind::InspectionRecord => PaperKind::InspectionRecord,
        Kind::RecheckOpinion => PaperKind::RecheckOpinion,
        Kind::Transfer => PaperKind::Transfer,
        Kind::Commitment => PaperKind::Commitment,
        Kind::Responsibility => PaperKind::Responsibility,
        Kind::Promise => PaperKind::Promise,
        Kind::SupervisionOrder => PaperKind::SupervisionOrder,
        Kind::ZoneCard => PaperKind::ZoneCard,
        Kind::Dossier => PaperKind::Dossier,
    };
    let paper = bridge.core.paper(record, kind)?;
    Ok(json!({
        "base64": STANDARD.encode(&paper.pdf),
        "number": paper.number,
        "pages": paper.pages,
        "missing": paper.missing,
        "photos_missing": paper.photos_missing,
    }))
}

#[cfg(not(feature = "papers"))]
fn paper(_bridge: &Bridge, _record: RecordId, _kind: Kind) -> Given {
    Err(wangge_mobile_core::CoreError::PaperRefused {
        code: "paper_engine".to_owned(),
        rule: "ADR 0014".to_owned(),
        message: "本版本不含文书功能".to_owned(),
    }
    .into())
}
