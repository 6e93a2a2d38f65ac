use std::collections::{BTreeMap, BTreeSet};

use super::kit::{announced, day, drawn, inputs, person, place, revealing, rules, secret};
use crate::draw::{
    DrawError, DrawSecret, Revealing, inspector_key, own_grid_recusals, reveal, seed, target_key,
    verify,
};
use crate::policy::CreditGrade;
use crate::{Digest, GridId};

#[test]
fn seed_and_commit_are_plain_sha256() {
    // Both computed apart from this program, with Python's hashlib.
    let secret = DrawSecret(Digest(*b"0123456789abcdef0123456789abcdef"));
    assert_eq!(
        secret.commit().to_string(),
        "3eb1bd439947eb762998e566ccc2e099c791118b2f40579cc4f7da2b5061b7f9"
    );
    assert_eq!(
        seed(&secret, "开奖 08").to_string(),
        "4fc76146f8fc9a73af03c82b3fa1b6201d66c356d7e153bdb13d3f1078180fbd"
    );
    assert_eq!(
        format!("{secret:?}"),
        "DrawSecret(..)",
        "a secret is not printed by chance"
    );
}

#[test]
fn weights_and_quotas_come_from_the_policy() {
    let rules = rules();
    assert_eq!(rules.weight("major", Some(CreditGrade::D)), Ok(32));
    assert_eq!(
        rules.weight("low", None),
        Ok(2),
        "no credit yet counts as B"
    );
    let unknown = DrawError::NoWeight {
        grade: "purple".to_owned(),
    };
    assert_eq!(rules.weight("purple", None), Err(unknown.clone()));
    assert_eq!(rules.quota("purple", 1), Err(unknown));
    for (grade, eligible, taken) in [
        ("low", 0, 0),
        ("low", 1, 1),
        ("low", 20, 1),
        ("low", 21, 2),
        ("major", 7, 7),
    ] {
        assert_eq!(
            rules.quota(grade, eligible),
            Ok(taken),
            "{grade} {eligible}"
        );
    }
}

#[test]
fn strata_are_filled_and_the_excluded_never_drawn() {
    let record = drawn();
    let selection = record.selection().unwrap();
    let strata: Vec<_> = selection
        .iter()
        .map(|line| (line.stratum.as_str(), line.rank))
        .collect();
    assert_eq!(
        strata,
        [("general", 1), ("general", 2), ("general", 3), ("major", 1)]
    );
    for round in 0..200 {
        let mut inputs = inputs();
        inputs.round = round;
        let seed = seed(&secret(), "x");
        let drawn = crate::draw::select::select(&inputs, &seed).unwrap();
        let targets: BTreeSet<_> = drawn.iter().map(|line| line.target).collect();
        assert_eq!(targets.len(), 4, "nothing twice");
        assert!(!targets.contains(&place(0)) && !targets.contains(&place(11)));
    }
}

#[test]
fn another_round_or_seed_is_another_draw() {
    let seed = seed(&secret(), "x");
    let key = target_key(&seed, place(1), 1, 3);
    assert_ne!(key, target_key(&seed, place(1), 2, 3));
    assert_ne!(key, target_key(&Digest::ZERO, place(1), 1, 3));
    assert!(
        key <= target_key(&seed, place(1), 1, 2),
        "more tickets never hurt the chance"
    );
    let second = inspector_key(&seed, person(1), place(1), 1);
    assert_ne!(
        second,
        inspector_key(&seed, person(1), place(2), 1),
        "a key for each target"
    );
}

#[test]
fn of_equal_keys_the_smaller_id_wins() {
    // Without tickets all keys are the same; such inputs are refused, the order is still fixed.
    let mut inputs = inputs();
    inputs
        .targets
        .iter_mut()
        .for_each(|target| target.weight = 0);
    let ranked = crate::draw::select::ranked(&inputs, &Digest::ZERO, "general");
    let ids: Vec<_> = ranked.into_iter().map(|(_, id)| id).collect();
    assert_eq!(ids, (1..8).map(place).collect::<Vec<_>>());
}

#[test]
fn the_order_in_which_lists_are_given_does_not_matter() {
    let mut sorted = inputs();
    sorted.targets.sort();
    let record = crate::draw::announce(super::kit::announcing(sorted), &rules()).unwrap();
    assert_eq!(record, announced());
}

#[test]
fn a_published_record_runs_again_to_the_same_bytes() {
    assert_eq!(verify(&drawn().to_bytes()), Ok(()));
    assert_eq!(verify(&announced().to_bytes()), Err(DrawError::NotRevealed));
    // An announcement is checked as far as it goes.
    let mut spaced = announced().to_bytes();
    spaced.push(b' ');
    assert_eq!(verify(&spaced), Err(DrawError::Differs { entry: 1 }));
    assert_eq!(drawn().entries[1].previous, announced().last_hash());
}

#[test]
fn nobody_goes_to_his_own_grid() {
    let grid = |n: u8| GridId::mint(0, [n; 10]);
    let homes = BTreeMap::from([
        (place(1), vec![grid(1), grid(10)]),
        (place(2), vec![grid(2), grid(10)]),
        (place(3), vec![grid(3), grid(11)]),
    ]);
    let answers_for = BTreeMap::from([
        (person(1), BTreeSet::from([grid(1)])),
        (person(2), BTreeSet::from([grid(10)])),
    ]);
    let recusals = own_grid_recusals(&homes, &answers_for);
    let pairs: Vec<_> = recusals
        .iter()
        .map(|it| (it.target, it.inspector))
        .collect();
    assert_eq!(
        pairs,
        [
            (place(1), person(1)),
            (place(1), person(2)),
            (place(2), person(2))
        ]
    );
}

#[test]
fn a_draw_is_drawn_once_with_the_announced_secret_and_in_time() {
    let other = DrawSecret(Digest([8; 32]));
    let table: Vec<(Revealing, DrawError)> = vec![
        (
            Revealing {
                secret: other,
                ..revealing()
            },
            DrawError::SecretMismatch,
        ),
        (
            Revealing {
                public_value: " ".to_owned(),
                ..revealing()
            },
            DrawError::PublicValueMissing,
        ),
        (
            Revealing {
                at: day("2026-03-04"),
                ..revealing()
            },
            DrawError::PublicValueTooEarly {
                public_value_on: "2026-03-05".parse().unwrap(),
            },
        ),
    ];
    for (revealing, error) in table {
        assert_eq!(reveal(&announced(), revealing).unwrap_err(), error);
    }
    assert_eq!(
        reveal(&drawn(), revealing()).unwrap_err(),
        DrawError::AlreadyDrawn
    );
}
