use std::collections::BTreeMap;

use super::{
    AcceptedHazard, DecidedReward, PhotoPrint, RewardLedger, RewardRefusal, RewardRules,
    RewardState,
};
use crate::accounting::default_accounting;
use crate::{Digest, RecordId, Timestamp, UserId};

fn rules() -> RewardRules {
    default_accounting().reward
}

fn id(n: u8) -> RecordId {
    RecordId::mint(0, [n; 10])
}

fn user(n: u8) -> UserId {
    UserId::mint(0, [n; 10])
}

fn day(text: &str) -> Timestamp {
    Timestamp::start_of_china_day(text.parse().unwrap())
}

fn hazard(n: u8, code: &str, on: &str) -> AcceptedHazard {
    AcceptedHazard {
        hazard: id(n),
        premises: id(100 + n),
        finder: user(1),
        code: code.to_owned(),
        accepted_at: day(on),
        photos: vec![PhotoPrint {
            digest: Digest([n; 32]),
            perceptual: None,
        }],
        sent_by: None,
    }
}

fn approved(fen: u64) -> DecidedReward {
    DecidedReward {
        fen,
        state: RewardState::Approved {
            by: user(9),
            at: day("2026-03-05"),
            note: String::new(),
        },
    }
}

fn rejected() -> DecidedReward {
    DecidedReward {
        fen: 20_000,
        state: RewardState::Rejected {
            by: user(9),
            at: day("2026-03-05"),
            reason: "查无此隐患".to_owned(),
        },
    }
}

fn amounts(ledger: &RewardLedger) -> Vec<u64> {
    ledger.rows().iter().map(|row| row.fen).collect()
}

#[test]
fn what_was_approved_stands_whatever_the_rules_say_now() {
    let hazards = || vec![hazard(1, "general", "2026-03-01")];
    let decided = BTreeMap::from([(id(1), approved(500))]);
    let mut dearer = rules();
    for tariff in &mut dearer.tariff {
        tariff.fen *= 2;
    }
    let (ledger, odd) = RewardLedger::settle(hazards(), &decided, &dearer);
    assert!(odd.is_empty());
    let row = ledger.get(id(1)).unwrap();
    assert_eq!((row.fen, row.full_fen), (500, 1000));
    let mut paid = ledger.clone();
    let fen = paid.claim(id(1), user(1), day("2026-03-06"), &dearer);
    assert_eq!(fen, Ok(500), "the claim pays what was approved");

    // Nor does a cap that came down, or a tariff that is gone, take it away.
    let mut poorer = rules();
    poorer.caps.person_month_fen = 0;
    poorer.tariff.clear();
    let (ledger, odd) = RewardLedger::settle(hazards(), &decided, &poorer);
    assert!(odd.is_empty());
    assert_eq!(amounts(&ledger), [500]);
    assert!(ledger.get(id(1)).unwrap().state.counts());
    // What nobody approved goes by the rules as they are.
    let (ledger, _) = RewardLedger::settle(hazards(), &BTreeMap::new(), &dearer);
    assert_eq!(amounts(&ledger), [1000]);
}

#[test]
fn what_was_approved_counts_before_what_waits() {
    let major = |n| hazard(n, "suspected_major", "2026-03-01");
    let all = || (1..=3).map(major).collect::<Vec<_>>();
    // 50000 fen a month, and the two last were approved: the first gets what they leave.
    let decided = BTreeMap::from([(id(2), approved(20_000)), (id(3), approved(20_000))]);
    let (ledger, _) = RewardLedger::settle(all(), &decided, &rules());
    assert_eq!(amounts(&ledger), [10_000, 20_000, 20_000]);
    let order: Vec<RecordId> = ledger.rows().iter().map(|row| row.of.hazard).collect();
    assert_eq!(
        order,
        [id(1), id(2), id(3)],
        "told in the order of acceptance"
    );
    // What was rejected leaves its room to the ones after it.
    let decided = BTreeMap::from([(id(1), rejected())]);
    let (ledger, _) = RewardLedger::settle(all(), &decided, &rules());
    assert_eq!(amounts(&ledger), [20_000, 20_000, 20_000]);
    // A photo that was paid for is not paid for again, though the other was accepted before.
    let mut twins = vec![
        hazard(1, "general", "2026-03-01"),
        hazard(2, "general", "2026-03-02"),
    ];
    let photos = twins[1].photos.clone();
    twins[0].photos = photos;
    let decided = BTreeMap::from([(id(2), approved(500))]);
    let (ledger, _) = RewardLedger::settle(twins, &decided, &rules());
    let same = RewardRefusal::SamePhoto { hazard: id(2) };
    assert_eq!(ledger.get(id(1)).unwrap().state, RewardState::Refused(same));
}
