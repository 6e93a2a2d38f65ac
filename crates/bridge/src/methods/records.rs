use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::{Value, json};
use wangge_domain::record::Scalar;
use wangge_domain::{Digest, RecordId};
use wangge_mobile_core::{CoreError, SignatureInput};

use crate::args::args;
use crate::bridge::Bridge;
use crate::failure::Failure;
use crate::method::{Given, Method, Run};
use crate::view;

pub(crate) const METHODS: &[Method] = &[
    Method {
        name: "record.get",
        what: "一条记录的全部：内容、状态、可办事项、签名、照片（a record with everything its screen shows）",
        args: r#"{"record": "019b8bab-0680-7000-8000-000000000001"}"#,
        answer: r#"{"record": "…", "kind": "rectification", "grid": "…", "premises": {}, "content": {"fields": {}}, "state": {"status": "served", "status_text": "限期整改", "read_only": false, "submitted": false, "accepted": false, "rounds": 0, "return_reasons": [{"item": "RH-01", "text": "照片看不清"}], "due_ms": 1788480000000, "original_due_ms": 1788480000000, "served": true, "major_notice": false, "extended": false, "extension_days": null, "extension_reason": null, "urged": false, "overdue": false, "life_threat": true, "suspected_major": false, "found_by": "邓子涵", "fix_confirmed_by": null, "responsible": {"unit": "王家出租房", "leader": "李明", "person": "王建国", "phone": "13800000001"}, "provisional_number": "暂-A1-1", "notice_number": null, "close_out_number": null, "escalated_to": null}, "recheck_overdue": {"since_ms": 1788480000000, "body": "station"}, "owed": {"action": "served", "text": "送达", "by_ms": 1788480000000}, "redaction": {"request": "…", "by": "…", "by_name": "周队长", "asked_at_ms": 1788220800000, "reason": "误录他人住址", "fields": ["address"], "labels": ["详细地址"], "photos": false, "envelopes": 1, "replaced": 0}, "allowed": [{"action": "feedback", "text": "整改反馈"}], "statement": "…", "signatures": [{"id": "…", "signer": "王建国", "role": "owner", "role_text": "业主", "holds": true, "redacted": false}], "photos": [{"record": "…", "target": "…", "item": "", "stage": "found", "taken_at_ms": 1788220800000, "pending": true, "shown": false, "complete": false, "lost": false, "elsewhere": false, "redacted": false}], "pending": true}"#,
        run: Run::Here(get),
    },
    Method {
        name: "record.history",
        what: "经过，未上传的在后（everything that happened to a record, pending acts last）",
        args: r#"{"record": "019b8bab-0680-7000-8000-000000000001"}"#,
        answer: r#"[{"seq": 7, "envelope": "…", "event": "returned", "text": "退回", "user": "…", "user_name": "吕平", "role_text": "应急消防管理站人员", "attested_by_relay": false, "received_at_ms": 1788220800000, "effect": "effect", "reason": null, "timing_text": null, "status_text": "已退回", "number": null, "paper_number": null, "words": [{"field": "to_mend", "label": "退回原因", "text": "RH-01：照片看不清"}]}]"#,
        run: Run::Here(history),
    },
    Method {
        name: "record.edits",
        what: "登记后改动了哪些内容，谁在何时改的（the fields that were written anew since a record was registered, by whom and when）",
        args: r#"{"record": "019b8bab-0680-7000-8000-000000000001"}"#,
        answer: r#"[{"seq": 9, "envelope": "…", "user": "…", "user_name": "邓子涵", "device": "…", "at_ms": 1788220800000, "received_at_ms": 1788220900000, "key": "description", "label": "隐患描述", "before": ["楼道堆物"], "after": "二楼楼道堆物", "late": "after_notice", "late_text": "通知书下发后改动"}]"#,
        run: Run::Here(edits),
    },
    Method {
        name: "record.conflicts",
        what: "两人同时填写不同的内容（fields that two people filled in differently at the same time）",
        args: r#"{"record": "019b8bab-0680-7000-8000-000000000001"}"#,
        answer: r#"[{"key": "a/RH-04/result", "values": ["pass", "fail"], "shown": "fail"}]"#,
        run: Run::Here(conflicts),
    },
    Method {
        name: "record.resolve",
        what: "处理冲突（decides a conflict by writing one value）",
        args: r#"{"record": "019b8bab-0680-7000-8000-000000000001", "key": "a/RH-04/result", "value": "fail"}"#,
        answer: "null",
        run: Run::Here(resolve),
    },
    Method {
        name: "record.sign",
        what: "在屏幕上签名；`statement` 是所见内容的摘要（puts strokes under a record as it was shown; strokes are JSON text in the format that papers draw）",
        args: r#"{"record": "019b8bab-0680-7000-8000-000000000001", "signer": "王建国", "role": "owner", "strokes": "{\"format\":1,\"width\":10,\"height\":10,\"strokes\":[[[0,0],[9,9]]]}", "statement": "0000000000000000000000000000000000000000000000000000000000000000"}"#,
        answer: r#"{"signature": "…"}"#,
        run: Run::Here(sign),
    },
    Method {
        name: "record.drop_signature",
        what: "撤下签名，重签前用（takes a signature out before it is signed anew）",
        args: r#"{"record": "019b8bab-0680-7000-8000-000000000001", "signature": "019b8bab-0680-7000-8000-000000000002"}"#,
        answer: "null",
        run: Run::Here(drop_signature),
    },
    Method {
        name: "record.strokes",
        what: "签名的笔画，重看用（the strokes of a signature, to draw them again）",
        args: r#"{"record": "019b8bab-0680-7000-8000-000000000001", "signature": "019b8bab-0680-7000-8000-000000000002"}"#,
        answer: r#"{"strokes": "{\"format\":1,\"width\":10,\"height\":10,\"strokes\":[[[0,0],[9,9]]]}"}"#,
        run: Run::Here(strokes),
    },
    Method {
        name: "record.withdraw",
        what: "撤回自己的记录（hides a record of one's own; nothing is deleted）",
        args: r#"{"record": "019b8bab-0680-7000-8000-000000000001", "reason": "重复"}"#,
        answer: r#"{"envelope": "…"}"#,
        run: Run::Here(withdraw),
    },
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct One {
    record: RecordId,
}

fn get(bridge: &Bridge, value: Value) -> Given {
    let One { record } = args(value)?;
    let found = bridge.core.get_record(record)?;
    Ok(view::record(&bridge.core, &found))
}

fn history(bridge: &Bridge, value: Value) -> Given {
    let One { record } = args(value)?;
    let core = &bridge.core;
    let kind = core.get_record(record)?.kind;
    let entries = core.history(record)?;
    Ok(entries
        .iter()
        .map(|entry| view::history(core, &kind, entry))
        .collect())
}

fn edits(bridge: &Bridge, value: Value) -> Given {
    let One { record } = args(value)?;
    let found = bridge.core.field_edits(record)?;
    Ok(found
        .iter()
        .map(|edit| view::field_edit(&bridge.core, edit))
        .collect())
}

fn conflicts(bridge: &Bridge, value: Value) -> Given {
    let One { record } = args(value)?;
    let found = bridge.core.conflicts(record)?;
    Ok(found
        .iter()
        .map(|it| json!({ "key": it.key, "values": it.values, "shown": it.shown }))
        .collect())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Resolve {
    record: RecordId,
    key: String,
    value: Scalar,
}

fn resolve(bridge: &Bridge, value: Value) -> Given {
    let Resolve { record, key, value } = args(value)?;
    bridge.core.resolve_conflict(record, &key, &value)?;
    Ok(Value::Null)
}

/// A signature as it comes over the bridge.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Signature {
    signer: String,
    role: String,
    strokes: String,
    statement: Digest,
}

impl Signature {
    pub(super) fn input(self) -> SignatureInput {
        SignatureInput {
            strokes: self.strokes.into_bytes(),
            signer: self.signer,
            role: self.role,
            statement: self.statement,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sign {
    record: RecordId,
    signer: String,
    role: String,
    strokes: String,
    statement: Digest,
}

fn sign(bridge: &Bridge, value: Value) -> Given {
    let Sign {
        record,
        signer,
        role,
        strokes,
        statement,
    } = args(value)?;
    let signature = Signature {
        signer,
        role,
        strokes,
        statement,
    };
    let id = bridge.core.sign(record, &signature.input())?;
    Ok(json!({ "signature": id.to_string() }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OneSignature {
    record: RecordId,
    signature: String,
}

fn drop_signature(bridge: &Bridge, value: Value) -> Given {
    let OneSignature { record, signature } = args(value)?;
    let id = signature
        .parse()
        .map_err(|_| Failure::BadRequest(format!("signature: {signature}")))?;
    bridge.core.drop_signature(record, id)?;
    Ok(Value::Null)
}

fn strokes(bridge: &Bridge, value: Value) -> Given {
    let OneSignature { record, signature } = args(value)?;
    let content = bridge.core.get_record(record)?.content;
    let packed = content.text(&format!("sig/{signature}/strokes"));
    let text = packed
        .and_then(|packed| STANDARD.decode(packed).ok())
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .ok_or(CoreError::UnknownRecord)?;
    Ok(json!({ "strokes": text }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Withdraw {
    record: RecordId,
    reason: String,
}

fn withdraw(bridge: &Bridge, value: Value) -> Given {
    let Withdraw { record, reason } = args(value)?;
    let envelope = bridge.core.withdraw(record, &reason)?;
    Ok(json!({ "envelope": envelope }))
}
