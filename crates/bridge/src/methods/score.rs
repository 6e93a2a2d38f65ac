use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::{Value, json};
use wangge_domain::RecordId;

use crate::args::{Nothing, args};
use crate::bridge::Bridge;
use crate::method::{Given, Method, Run};

pub(crate) const METHODS: &[Method] = &[
    Method {
        name: "score.card",
        what: "本人某月考评卡 S3-08，每一分都有说明（one's own card of a month; `month` is any day of it）",
        args: r#"{"month": "2026-09-15"}"#,
        answer: r#"{"points": 12, "card": {"coverage": {}, "on_time": {}, "returned": {}, "truth": {}, "months": []}, "lines": ["检查覆盖率 3/10（30.0%）"]}"#,
        run: Run::Here(card),
    },
    Method {
        name: "score.object",
        what: "对某日扣分申诉（objects to the deduction of a day for a record; without `day` to the latest one）",
        args: r#"{"record": "019b8bab-0680-7000-8000-000000000001", "code": "overdue_task", "day": "2026-09-01", "text": "当日住院"}"#,
        answer: "null",
        run: Run::Here(object),
    },
    Method {
        name: "score.rewards",
        what: "我的奖励，单位分（my rewards, in fen）",
        args: "{}",
        answer: r#"{"decisions": [], "to_claim_fen": 5000, "claimed_fen": 0}"#,
        run: Run::Here(rewards),
    },
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Month {
    month: NaiveDate,
}

fn card(bridge: &Bridge, value: Value) -> Given {
    let Month { month } = args(value)?;
    let card = bridge.core.score_card(month)?;
    Ok(json!({ "points": card.card.points(), "card": card.card, "lines": card.lines }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Objection {
    record: RecordId,
    code: String,
    #[serde(default)]
    day: Option<NaiveDate>,
    text: String,
}

fn object(bridge: &Bridge, value: Value) -> Given {
    let Objection {
        record,
        code,
        day,
        text,
    } = args(value)?;
    bridge.core.object(record, &code, day, &text)?;
    Ok(Value::Null)
}

fn rewards(bridge: &Bridge, value: Value) -> Given {
    let Nothing {} = args(value)?;
    let mine = bridge.core.my_rewards()?;
    Ok(json!({
        "decisions": mine.decisions,
        "to_claim_fen": mine.to_claim_fen,
        "claimed_fen": mine.claimed_fen,
    }))
}
