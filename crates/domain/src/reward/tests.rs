use super::{
    AcceptedHazard, PhotoPrint, RewardError, RewardLedger, RewardRefusal, RewardRules, RewardState,
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

/// Hazard `n` by person 1 at a premises of its own, with a photo of its own.
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

fn propose(ledger: &mut RewardLedger, hazard: AcceptedHazard) -> (u64, RewardState) {
    let row = ledger.propose(hazard, &rules()).unwrap();
    (row.fen, row.state.clone())
}

#[test]
fn an_accepted_hazard_is_worth_its_tariff() {
    let mut ledger = RewardLedger::default();
    for (n, code, fen) in [
        (1, "general", 500),
        (2, "life_threat", 5000),
        (3, "suspected_major", 20000),
    ] {
        assert_eq!(
            propose(&mut ledger, hazard(n, code, "2026-03-01")),
            (fen, RewardState::Proposed)
        );
    }
    let unknown = ledger.propose(hazard(4, "beauty", "2026-03-01"), &rules());
    assert_eq!(
        unknown.unwrap_err(),
        RewardError::UnknownTariff {
            code: "beauty".to_owned()
        }
    );
    let again = ledger.propose(hazard(1, "life_threat", "2026-03-02"), &rules());
    assert_eq!(
        again.unwrap_err(),
        RewardError::AlreadyInLedger { hazard: id(1) }
    );
    assert_eq!(ledger.rows().len(), 3);
}

#[test]
fn the_same_photo_earns_nothing_a_second_time() {
    let mut ledger = RewardLedger::default();
    propose(&mut ledger, hazard(1, "general", "2026-03-01"));
    let mut copy = hazard(2, "general", "2026-09-01");
    copy.finder = user(2);
    copy.photos
        .push(hazard(1, "general", "2026-03-01").photos[0]);
    let same = RewardRefusal::SamePhoto { hazard: id(1) };
    assert_eq!(propose(&mut ledger, copy), (0, RewardState::Refused(same)));
    let mut bare = hazard(3, "general", "2026-03-01");
    bare.photos.clear();
    let (fen, state) = propose(&mut ledger, bare);
    assert_eq!(
        (fen, state),
        (0, RewardState::Refused(RewardRefusal::NoPhoto))
    );
    let error = ledger
        .approve(id(2), user(9), day("2026-09-02"), "x")
        .unwrap_err();
    assert_eq!(
        error,
        RewardError::NotProposed,
        "what the rules refuse nobody approves"
    );
}

#[test]
fn a_photo_that_looks_the_same_needs_a_word_from_the_approver() {
    let print = |n, perceptual| PhotoPrint {
        digest: Digest([n; 32]),
        perceptual,
    };
    // Six different bits are alike, seven are not, and without a hash nothing is said.
    let table = [
        (Some(0), true),
        (Some(0b11_1111), true),
        (Some(0b111_1111), false),
        (Some(u64::MAX), false),
        (None, false),
    ];
    for (perceptual, alike) in table {
        let mut ledger = RewardLedger::default();
        let mut first = hazard(1, "general", "2026-03-01");
        first.photos = vec![print(1, Some(0))];
        propose(&mut ledger, first);
        let mut second = hazard(2, "general", "2026-03-02");
        second.photos = vec![print(2, perceptual)];
        assert_eq!(propose(&mut ledger, second), (500, RewardState::Proposed));
        assert_eq!(
            ledger.get(id(2)).unwrap().looks_like,
            alike.then_some(id(1))
        );
        let silent = ledger.approve(id(2), user(9), day("2026-03-03"), " ");
        assert_eq!(
            silent,
            if alike {
                Err(RewardError::NeedsReason)
            } else {
                Ok(())
            }
        );
        if alike {
            let said = ledger.approve(id(2), user(9), day("2026-03-03"), "相邻两户，拍摄角度相同");
            assert_eq!(said, Ok(()));
        }
    }
}

#[test]
fn caps_cut_and_then_refuse() {
    // 50000 fen a month: two majors and a half.
    let mut ledger = RewardLedger::default();
    let major = |n, on: &str| hazard(n, "suspected_major", on);
    assert_eq!(propose(&mut ledger, major(1, "2026-03-01")).0, 20_000);
    assert_eq!(propose(&mut ledger, major(2, "2026-03-31")).0, 20_000);
    assert_eq!(
        propose(&mut ledger, major(3, "2026-03-31")),
        (10_000, RewardState::Proposed)
    );
    let refused = |reason| (0, RewardState::Refused(reason));
    let full = refused(RewardRefusal::PersonMonthCap);
    assert_eq!(
        propose(&mut ledger, hazard(4, "general", "2026-03-31")),
        full
    );
    let mut other = hazard(5, "general", "2026-03-31");
    other.finder = user(2);
    assert_eq!(propose(&mut ledger, other).0, 500, "the cap is of a person");
    assert_eq!(
        propose(&mut ledger, hazard(6, "general", "2026-04-01")).0,
        500,
        "and of a month"
    );
    // What a person rejects gives its room back.
    ledger
        .reject(id(3), user(9), day("2026-04-01"), "查无此隐患")
        .unwrap();
    assert_eq!(
        propose(&mut ledger, hazard(7, "general", "2026-03-31")).0,
        500
    );
}

#[test]
fn the_cap_of_the_year_is_a_cap_of_its_own() {
    let mut rules = rules();
    rules.caps.person_year_fen = 50_600;
    let mut ledger = RewardLedger::default();
    let mut enter = |n, code: &str, on: &str| {
        let row = ledger.propose(hazard(n, code, on), &rules).unwrap();
        (row.fen, row.state.clone())
    };
    for n in 1..=3 {
        enter(n, "suspected_major", "2026-03-01");
    }
    assert_eq!(enter(4, "general", "2026-04-01").0, 500);
    assert_eq!(enter(5, "general", "2026-05-01").0, 100);
    let full = RewardState::Refused(RewardRefusal::PersonYearCap);
    assert_eq!(enter(6, "general", "2026-06-01"), (0, full));
    assert_eq!(
        enter(7, "general", "2027-03-01").0,
        500,
        "another year, the same month"
    );
}

#[test]
fn one_hazard_brings_one_reward_unless_the_pack_gives_both() {
    let sent = || AcceptedHazard {
        sent_by: Some(id(77)),
        ..hazard(1, "general", "2026-03-01")
    };
    let mut ledger = RewardLedger::default();
    let refused = RewardState::Refused(RewardRefusal::SentByReport { report: id(77) });
    assert_eq!(propose(&mut ledger, sent()), (0, refused));
    assert!(!rules().beside_reporter, "the pack that ships gives one");
    let both = RewardRules {
        beside_reporter: true,
        ..rules()
    };
    let mut ledger = RewardLedger::default();
    let row = ledger.propose(sent(), &both).unwrap();
    assert_eq!((row.fen, &row.state), (500, &RewardState::Proposed));
}

#[test]
fn one_premises_is_rewarded_so_many_times_a_month() {
    let mut ledger = RewardLedger::default();
    let there = |n: u8, on: &str| AcceptedHazard {
        premises: id(200),
        finder: user(n),
        ..hazard(n, "general", on)
    };
    for n in 1..=3 {
        assert_eq!(propose(&mut ledger, there(n, "2026-03-01")).0, 500);
    }
    let full = RewardState::Refused(RewardRefusal::PremisesCap);
    assert_eq!(propose(&mut ledger, there(4, "2026-03-31")), (0, full));
    assert_eq!(propose(&mut ledger, there(5, "2026-04-01")).0, 500);
}

#[test]
fn a_reward_is_approved_by_another_and_claimed_once_in_time() {
    let mut ledger = RewardLedger::default();
    propose(&mut ledger, hazard(1, "life_threat", "2026-03-01"));
    let rules = rules();
    let at = day("2026-03-02");
    let late = at.plus_ms(180 * 24 * 3_600_000);
    assert_eq!(
        ledger.claim(id(1), user(1), at, &rules),
        Err(RewardError::NotApproved)
    );
    assert_eq!(
        ledger.approve(id(1), user(1), at, ""),
        Err(RewardError::OwnReward)
    );
    assert_eq!(
        ledger.reject(id(1), user(1), at, "x"),
        Err(RewardError::OwnReward)
    );
    assert_eq!(
        ledger.reject(id(1), user(9), at, " "),
        Err(RewardError::NeedsReason)
    );
    let missing = RewardError::NotInLedger { hazard: id(7) };
    assert_eq!(ledger.approve(id(7), user(9), at, ""), Err(missing));
    ledger.approve(id(1), user(9), at, "").unwrap();
    assert_eq!(
        ledger.approve(id(1), user(9), at, ""),
        Err(RewardError::NotProposed)
    );
    assert_eq!(
        ledger.claim(id(1), user(2), at, &rules),
        Err(RewardError::NotTheFinder)
    );
    let days = 180;
    let too_late = Err(RewardError::ClaimTooLate { days });
    assert_eq!(
        ledger.claim(id(1), user(1), late.plus_ms(1), &rules),
        too_late
    );
    assert_eq!(ledger.claim(id(1), user(1), late, &rules), Ok(5000));
    let before = ledger.clone();
    assert_eq!(
        ledger.claim(id(1), user(1), late, &rules),
        Err(RewardError::AlreadyClaimed)
    );
    assert_eq!(ledger, before, "a refusal changes nothing");
    assert_eq!(
        (ledger.approved_fen(user(1)), ledger.approved_fen(user(2))),
        (5000, 0)
    );
}

#[test]
fn the_ledger_can_be_kept_as_json() {
    let mut ledger = RewardLedger::default();
    propose(&mut ledger, hazard(1, "general", "2026-03-01"));
    ledger
        .approve(id(1), user(9), day("2026-03-02"), "属实")
        .unwrap();
    let text = serde_json::to_string(&ledger).unwrap();
    assert_eq!(serde_json::from_str::<RewardLedger>(&text).unwrap(), ledger);
}
