use super::kit::{announcing, exclusion, inputs, person, place, recusal, rules};
use crate::draw::{Announcing, DrawError, DrawInputs, InspectorOut, announce};

fn refused(change: impl Fn(&mut DrawInputs)) -> DrawError {
    let mut inputs = inputs();
    change(&mut inputs);
    announce(announcing(inputs), &rules()).unwrap_err()
}

#[test]
fn weights_out_of_limits_are_refused() {
    assert_eq!(
        refused(|it| it.targets[3].weight = 0),
        DrawError::WeightZero { target: place(8) }
    );
    let large = |weight, max| DrawError::WeightTooLarge {
        target: place(11),
        weight,
        max,
    };
    assert_eq!(refused(|it| it.targets[0].weight = 1001), large(1001, 1000));
    assert_eq!(
        refused(|it| it.targets[0].weight = u32::MAX),
        large(u32::MAX, 1000)
    );
    // Limits in the inputs can be narrower than the policy's, never wider.
    assert_eq!(refused(|it| it.max_weight = 3), large(4, 3));
    let widened = refused(|it| {
        it.max_weight = u32::MAX;
        it.targets[0].weight = 1001;
    });
    assert_eq!(widened, large(1001, 1000));
    assert_eq!(
        refused(|it| it.max_tickets = 10),
        DrawError::WeightOverflow { max: 10 }
    );
    let wide = DrawError::WeightOverflow { max: 5_000_000 };
    assert_eq!(refused(|it| it.max_tickets = u32::MAX), wide);
}

#[test]
fn weights_that_overflow_do_not_wrap_and_never_run_for_ever() {
    let mut rules = rules();
    (rules.max_weight, rules.max_tickets) = (u32::MAX, u32::MAX);
    let mut inputs = inputs();
    (inputs.max_weight, inputs.max_tickets) = (u32::MAX, u32::MAX);
    inputs
        .targets
        .iter_mut()
        .for_each(|target| target.weight = u32::MAX / 2);
    let error = announce(announcing(inputs), &rules).unwrap_err();
    assert_eq!(error, DrawError::WeightOverflow { max: 20_000_000 });
}

#[test]
fn too_few_inspectors_or_targets_are_refused_before_the_draw() {
    let few = |target, have| DrawError::TooFewInspectors {
        target: place(target),
        have,
        need: 2,
    };
    // Of four who take part three recuse themselves from one place: one is left.
    let error = refused(|it| {
        it.recusals
            .extend([1, 2, 3].map(|who| recusal(who, 4, "relative")));
    });
    assert_eq!(error, few(4, 1));
    // A recusal of somebody who is out anyway does not count twice.
    let mut ok = inputs();
    ok.recusals
        .extend([1, 2, 5].map(|who| recusal(who, 4, "relative")));
    assert!(announce(announcing(ok), &rules()).is_ok());
    assert_eq!(
        refused(|it| it.inspectors.retain(|it| it.id >= person(4))),
        {
            DrawError::Unknown {
                id: person(1).to_string(),
            }
        }
    );
    let error = refused(|it| {
        it.recusals.clear();
        it.inspectors.retain(|it| it.id >= person(4));
    });
    assert_eq!(error, few(1, 1));
    let error = refused(|it| it.strata[1].take = 4);
    assert_eq!(
        error,
        DrawError::TooFewTargets {
            stratum: "major".to_owned(),
            have: 3,
            need: 4
        }
    );
    assert_eq!(
        refused(|it| it.team_size = 1),
        DrawError::TeamTooSmall { size: 1, least: 2 }
    );
    let mut three = rules();
    three.inspectors_per_target = 3;
    let error = announce(announcing(inputs()), &three).unwrap_err();
    assert_eq!(error, DrawError::TeamTooSmall { size: 2, least: 3 });
}

#[test]
fn every_exclusion_and_recusal_has_a_reason_of_the_policy() {
    let reason = |code: &str| DrawError::Reason {
        code: code.to_owned(),
    };
    assert_eq!(
        refused(|it| it.exclusions[0] = exclusion(11, "friend", "x")),
        reason("friend")
    );
    assert_eq!(
        refused(|it| it.exclusions[0] = exclusion(11, "other", " ")),
        reason("other")
    );
    assert_eq!(
        refused(|it| it.recusals[0].reason = "closed".to_owned()),
        reason("closed")
    );
    assert_eq!(
        refused(|it| it.recusals[0].reason = "other".to_owned()),
        reason("other")
    );
    assert_eq!(refused(|it| it.inspectors_out[0].note.clear()), reason(""));
}

#[test]
fn lists_that_contradict_themselves_are_refused() {
    let twice = |id: String| DrawError::Twice { id };
    let unknown = |id: String| DrawError::Unknown { id };
    let table: Vec<(DrawError, DrawError)> = vec![
        (
            refused(|it| it.targets.push(it.targets[0].clone())),
            twice(place(11).to_string()),
        ),
        (
            refused(|it| it.inspectors.push(it.inspectors[0].clone())),
            twice(person(1).to_string()),
        ),
        (
            refused(|it| it.exclusions.push(exclusion(0, "closed", ""))),
            twice(place(0).to_string()),
        ),
        (
            refused(|it| it.strata.push(it.strata[0].clone())),
            twice("general".to_owned()),
        ),
        (
            refused(|it| it.exclusions.push(exclusion(77, "closed", ""))),
            unknown(place(77).to_string()),
        ),
        (
            refused(|it| it.recusals[0].target = place(77)),
            unknown(place(77).to_string()),
        ),
        (
            refused(|it| it.targets[0].stratum = "x".to_owned()),
            unknown("x".to_owned()),
        ),
        (
            refused(|it| {
                let note = "x".to_owned();
                it.inspectors_out.push(InspectorOut {
                    inspector: person(77),
                    note,
                });
            }),
            unknown(person(77).to_string()),
        ),
    ];
    for (is, should) in table {
        assert_eq!(is, should);
    }
}

#[test]
fn the_public_value_lies_after_the_announcement() {
    for date in ["2026-03-02", "2026-03-01"] {
        let public_value_on = date.parse().unwrap();
        let early = Announcing {
            public_value_on,
            ..announcing(inputs())
        };
        let error = announce(early, &rules()).unwrap_err();
        assert_eq!(error, DrawError::PublicValueTooEarly { public_value_on });
    }
    let unnamed = Announcing {
        public_source: String::new(),
        ..announcing(inputs())
    };
    assert_eq!(
        announce(unnamed, &rules()).unwrap_err(),
        DrawError::PublicValueMissing
    );
}

#[test]
fn a_draw_over_nothing_is_not_announced() {
    let empty = refused(|it| {
        it.targets.clear();
        it.exclusions.clear();
        it.recusals.clear();
        it.strata.clear();
    });
    assert_eq!(empty, DrawError::NoTargets);
    let all_out = refused(|it| {
        it.exclusions = (0..12).map(|n| exclusion(n, "closed", "")).collect();
        it.strata.iter_mut().for_each(|stratum| stratum.take = 0);
    });
    assert_eq!(all_out, DrawError::NoTargets);
    assert_eq!(
        refused(|it| it.strata[1].take = 0),
        DrawError::NothingTaken {
            stratum: "major".to_owned()
        }
    );
}
