use std::collections::BTreeMap;

use super::kit::{inputs, person, place, recusal};
use crate::draw::seed;
use crate::draw::select::select;
use crate::draw::tests::kit::secret;

#[test]
fn a_team_is_two_people_who_may_go_there() {
    for round in 0..200 {
        let mut inputs = inputs();
        inputs.round = round;
        for line in select(&inputs, &seed(&secret(), "x")).unwrap() {
            let team: Vec<_> = line.team.iter().map(|it| it.inspector).collect();
            assert_eq!(team.len(), 2);
            assert_ne!(team[0], team[1]);
            assert!(!team.contains(&person(5)), "who is out goes nowhere");
            let recused = [(place(2), person(1)), (place(9), person(2))];
            assert!(
                !recused
                    .iter()
                    .any(|(at, who)| *at == line.target && team.contains(who))
            );
        }
    }
}

#[test]
fn balanced_loads_differ_by_one_at_most_and_unbalanced_ones_do_differ() {
    let spread = |balance_load| {
        let mut greatest = 0;
        for round in 0..50 {
            let mut inputs = inputs();
            (inputs.round, inputs.balance_load) = (round, balance_load);
            inputs.recusals.clear();
            inputs.strata[0].take = 7;
            let mut loads: BTreeMap<_, u32> = (1..5).map(|n| (person(n), 0)).collect();
            for member in select(&inputs, &seed(&secret(), "x"))
                .unwrap()
                .iter()
                .flat_map(|it| &it.team)
            {
                *loads.get_mut(&member.inspector).unwrap() += 1;
            }
            greatest = greatest.max(loads.values().max().unwrap() - loads.values().min().unwrap());
        }
        greatest
    };
    assert_eq!(spread(true), 0, "8 targets with 2 each over 4 people");
    assert!(spread(false) >= 2);
}

#[test]
fn a_recusal_moves_only_the_one_who_recuses() {
    let mut inputs = inputs();
    (inputs.balance_load, inputs.strata[0].take) = (false, 7);
    let seed = seed(&secret(), "x");
    let before = select(&inputs, &seed).unwrap();
    let line = before
        .iter()
        .find(|it| it.team[0].inspector == person(3))
        .unwrap();
    let n = (0..12).find(|n| place(*n) == line.target).unwrap();
    inputs.recusals.push(recusal(3, n, "interest"));
    let after = select(&inputs, &seed).unwrap();
    for (old, new) in before.iter().zip(&after) {
        if old.target == line.target {
            assert_eq!(new.team[0], old.team[1], "the second moves up");
        } else {
            assert_eq!(old, new);
        }
    }
}
