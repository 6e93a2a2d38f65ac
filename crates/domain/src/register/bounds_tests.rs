//! Numbers without sense, and people of another township, are refused before a row is written.

use chrono::NaiveDate;

use super::*;
use crate::control::{ControlState, Grid, GridLevel};
use crate::people::{Role, RoleGrant, Scope};
use crate::staffing::Post;
use crate::{GridId, Timestamp, UserId};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The code of the refusal of a row that is about to be written; empty: it is taken.
fn refused<E: RegisterEntry>(control: &ControlState, key: &str, entry: &E) -> &'static str {
    let kind = register_kind(E::REGISTER).unwrap();
    let row = RegisterRow::of(key, day("2026-09-01"), entry).unwrap();
    let policy = crate::policy::default_pack();
    let written = kind.check_write(&row, control, &policy);
    written.err().map_or("", |error| error.code())
}

/// Two townships, and a village in the first.
fn two_townships() -> (ControlState, [GridId; 3]) {
    let mut state = ControlState::default();
    let ids = [1, 2, 3].map(|n| GridId::from_bytes([n; 16]));
    for (grid, parent) in [(ids[0], None), (ids[1], None), (ids[2], Some(ids[0]))] {
        let made = Grid {
            grid,
            level: match parent {
                None => GridLevel::Large,
                Some(_) => GridLevel::Medium,
            },
            parent,
            code: grid.to_string(),
            name: "示例".to_owned(),
            head: None,
            valid_from: day("2026-01-01"),
            valid_until: None,
            boundary: Vec::new(),
        };
        state.grids.insert(grid, made);
    }
    (state, ids)
}

#[test]
fn days_of_the_visit_rule_are_those_of_a_year_at_most() {
    let state = ControlState::default();
    for (merge, warn, code) in [
        (30, 30, ""),
        (0, 0, ""),
        (366, 366, ""),
        (367, 30, "days_too_many"),
        (30, 367, "days_too_many"),
        (u32::MAX, 0, "days_too_many"),
    ] {
        let rule = VisitRule {
            merge_within_days: merge,
            warn_within_days: warn,
        };
        assert_eq!(refused(&state, "default", &rule), code, "{merge} {warn}");
    }
}

#[test]
fn a_target_is_no_slip_of_the_pen() {
    let (state, [town, ..]) = two_townships();
    for (premises, code) in [
        (1, ""),
        (10_000, ""),
        (10_001, "target_too_large"),
        (u32::MAX, "target_too_large"),
    ] {
        let campaign = Campaign {
            name: "专项".to_owned(),
            grids: vec![town],
            categories: Vec::new(),
            checklist: String::new(),
            targets: vec![CampaignTarget {
                grid: town,
                premises,
            }],
            text: String::new(),
        };
        assert_eq!(refused(&state, "c1", &campaign), code, "{premises}");
    }
}

#[test]
fn whoever_is_posted_has_a_role_there() {
    let (mut state, [town, other, village]) = two_townships();
    let user = UserId(uuid::Uuid::from_u128(1));
    let posting = |township: GridId| PostingEntry {
        user,
        post: Post::Clerk,
        township,
    };
    assert_eq!(refused(&state, "p1", &posting(town)), "person_not_here");
    let grant = |scope: Scope, until: Option<Timestamp>| RoleGrant {
        user,
        role: Role::VillageAdmin,
        scope,
        from: Timestamp(0),
        until,
        department: None,
    };
    let begins = Timestamp::start_of_china_day(day("2026-09-01"));
    for (scope, until, here, elsewhere) in [
        (Scope::Subtree(village), None, "", "person_not_here"),
        (Scope::Subtree(town), None, "", "person_not_here"),
        (Scope::Subtree(other), None, "person_not_here", ""),
        (Scope::Tenant, None, "", ""),
        // What ended before is none.
        (
            Scope::Subtree(town),
            Some(begins),
            "person_not_here",
            "person_not_here",
        ),
    ] {
        state.grants = vec![grant(scope.clone(), until)];
        for (township, code) in [(town, here), (other, elsewhere)] {
            let found = refused(&state, "p1", &posting(township));
            assert_eq!(found, code, "{scope:?} {township}");
        }
    }
}
