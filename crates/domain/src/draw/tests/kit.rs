use chrono::NaiveDate;

use crate::accounting::default_accounting;
use crate::draw::{
    Announcing, DrawInputs, DrawInspector, DrawRecord, DrawRules, DrawSecret, DrawTarget,
    Exclusion, InspectorOut, Recusal, Revealing, Stratum, announce, reveal,
};
use crate::{Digest, RecordId, Timestamp, UserId};

pub(super) fn place(n: u8) -> RecordId {
    RecordId::mint(1_767_225_600_000 + i64::from(n), [n; 10])
}

pub(super) fn person(n: u8) -> UserId {
    UserId::mint(1_767_225_600_000, [n; 10])
}

pub(super) fn rules() -> DrawRules {
    default_accounting().draw
}

pub(super) fn day(text: &str) -> Timestamp {
    let date: NaiveDate = text.parse().unwrap();
    Timestamp::start_of_china_day(date).plus_ms(9 * 3_600_000)
}

pub(super) fn secret() -> DrawSecret {
    DrawSecret(Digest([7; 32]))
}

pub(super) fn exclusion(n: u8, reason: &str, note: &str) -> Exclusion {
    Exclusion {
        target: place(n),
        reason: reason.to_owned(),
        note: note.to_owned(),
    }
}

pub(super) fn recusal(inspector: u8, target: u8, reason: &str) -> Recusal {
    Recusal {
        inspector: person(inspector),
        target: place(target),
        reason: reason.to_owned(),
        note: String::new(),
    }
}

/// Twelve places in two strata, five inspectors; 3 of 8 and 1 of 3 are drawn.
pub(super) fn inputs() -> DrawInputs {
    let names = [
        "川味小馆",
        "和平旅馆",
        "新街副食店",
        "青峰幼儿园",
        "老街网吧",
        "丽人理发店",
    ];
    let target = |n: u8| DrawTarget {
        id: place(n),
        label: format!("{}（示例{n}）", names[usize::from(n) % names.len()]),
        stratum: if n < 8 { "general" } else { "major" }.to_owned(),
        weight: 1 + u32::from(n) % 4,
    };
    let inspector = |n: u8| DrawInspector {
        id: person(n),
        label: format!("消检字第{:03}号", 100 + u32::from(n)),
    };
    let stratum = |id: &str, zh: &str, take| Stratum {
        id: id.to_owned(),
        zh: zh.to_owned(),
        take,
    };
    DrawInputs {
        title: "青峰镇2026年第一季度消防安全双随机抽查（示例）".to_owned(),
        authority: "青峰镇应急消防管理站".to_owned(),
        round: 1,
        strata: vec![
            stratum("general", "一般风险", 3),
            stratum("major", "重大风险", 1),
        ],
        // Not in the order of ids: the announcement sorts them.
        targets: (0..12).rev().map(target).collect(),
        exclusions: vec![
            exclusion(11, "other", "房屋已腾空，\"待拆\""),
            exclusion(0, "checked_this_period", ""),
        ],
        inspectors: (1..=5).map(inspector).collect(),
        pool: None,
        inspectors_out: vec![InspectorOut {
            inspector: person(5),
            note: "外出培训".to_owned(),
        }],
        recusals: vec![recusal(1, 2, "own_grid"), recusal(2, 9, "relative")],
        team_size: 2,
        balance_load: true,
        max_weight: 1000,
        max_tickets: 5_000_000,
    }
}

pub(super) fn announcing(inputs: DrawInputs) -> Announcing {
    Announcing {
        inputs,
        commit: secret().commit(),
        public_source: "中国福利彩票双色球第2026025期开奖号码（示例）".to_owned(),
        public_value_on: "2026-03-05".parse().unwrap(),
        at: day("2026-03-02"),
        by: person(90),
    }
}

pub(super) fn revealing() -> Revealing {
    Revealing {
        secret: secret(),
        public_value: "03 08 15 21 27 33 + 09".to_owned(),
        at: day("2026-03-06"),
        by: person(90),
    }
}

pub(super) fn announced() -> DrawRecord {
    announce(announcing(inputs()), &rules()).unwrap()
}

pub(super) fn drawn() -> DrawRecord {
    reveal(&announced(), revealing()).unwrap()
}
