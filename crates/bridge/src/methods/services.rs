use serde::Deserialize;
use serde_json::{Value, json};
use wangge_domain::RecordId;
use wangge_domain::calendar::DeadlineSpec;
use wangge_domain::lifecycle::Responsible;
use wangge_mobile_core::{NoticeInput, ServiceInput};

use super::records::Signature;
use crate::args::args;
use crate::bridge::Bridge;
use crate::method::{Given, Method, Run};

pub(crate) const METHODS: &[Method] = &[
    Method {
        name: "notice.issue",
        what: "下发整改通知书，给出临时文号（issues a notice under a provisional number）",
        args: r#"{"hazard": "019b8bab-0680-7000-8000-000000000001", "issuer": "station", "deadline": {"kind": "days", "days": 3, "calendar": "natural"}, "responsible": {"unit": "王家出租房", "leader": "李明", "person": "王建国", "phone": "13800000001"}}"#,
        answer: r#"{"number": "暂-A1-1"}"#,
        run: Run::Here(issue),
    },
    Method {
        name: "notice.serve",
        what: "送达：`how` 为 `signed` 签收、`refused` 拒签（两名见证人）、`posted` 张贴拍照、`mailed` 邮寄（serves a notice; only what the way needs is read）",
        args: r#"{"hazard": "019b8bab-0680-7000-8000-000000000001", "how": "refused", "signature": null, "witnesses": [{"signer": "李四", "role": "witness", "strokes": "{\"format\":1,\"width\":10,\"height\":10,\"strokes\":[[[0,0],[9,9]]]}", "statement": "0000000000000000000000000000000000000000000000000000000000000000"}], "note": "拒绝签字", "photo": null, "tracking": ""}"#,
        answer: r#"{"envelope": "…"}"#,
        run: Run::Here(serve),
    },
    Method {
        name: "notice.owner_code",
        what: "业主一次性反馈码，没有则为 null（the one-time code by which the owner reports）",
        args: r#"{"hazard": "019b8bab-0680-7000-8000-000000000001"}"#,
        answer: r#"{"code": null}"#,
        run: Run::Here(owner_code),
    },
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Issue {
    hazard: RecordId,
    issuer: String,
    deadline: DeadlineSpec,
    responsible: Responsible,
}

fn issue(bridge: &Bridge, value: Value) -> Given {
    let given: Issue = args(value)?;
    let input = NoticeInput {
        issuer: given.issuer,
        deadline: given.deadline,
        responsible: given.responsible,
    };
    let number = bridge.core.issue_notice(given.hazard, &input)?;
    Ok(json!({ "number": number }))
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum How {
    Signed,
    Refused,
    Posted,
    Mailed,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Serve {
    hazard: RecordId,
    how: How,
    #[serde(default)]
    signature: Option<Signature>,
    #[serde(default)]
    witnesses: Vec<Signature>,
    #[serde(default)]
    note: String,
    #[serde(default)]
    photo: Option<RecordId>,
    #[serde(default)]
    tracking: String,
}

fn serve(bridge: &Bridge, value: Value) -> Given {
    use crate::failure::Failure::BadRequest;
    let given: Serve = args(value)?;
    let input = match given.how {
        How::Signed => ServiceInput::Signed(
            given
                .signature
                .ok_or_else(|| BadRequest("signature".to_owned()))?
                .input(),
        ),
        How::Refused => ServiceInput::Refused {
            witnesses: given.witnesses.into_iter().map(Signature::input).collect(),
            note: given.note,
        },
        How::Posted => ServiceInput::Posted {
            photo: given.photo.ok_or_else(|| BadRequest("photo".to_owned()))?,
        },
        How::Mailed => ServiceInput::Mailed {
            tracking: given.tracking,
        },
    };
    let envelope = bridge.core.serve_notice(given.hazard, &input)?;
    Ok(json!({ "envelope": envelope }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct One {
    hazard: RecordId,
}

fn owner_code(bridge: &Bridge, value: Value) -> Given {
    let One { hazard } = args(value)?;
    Ok(json!({ "code": bridge.core.owner_code(hazard)? }))
}
