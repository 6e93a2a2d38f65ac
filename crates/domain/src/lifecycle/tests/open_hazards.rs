//! Premises with which it is over while hazards there are open.

use super::kit::{Relay, at, officer, premises_status, record, version, worker};
use crate::RecordId;
use crate::lifecycle::{Effect, Event, Status};
use crate::record::RecordKind;

const WHEN: &str = "2026-09-07 09:00";

/// A premises on file, with two hazards open.
fn premises() -> Relay {
    let mut relay = Relay::new(RecordKind::Premises);
    let submitted = Event::Submitted {
        version: version(1),
        correction: None,
    };
    relay.does(submitted, &worker(), "2026-09-06 09:00");
    relay.facts.open_hazards = vec![record(60), record(61)];
    relay
}

fn naming(status: Status, open_hazards: Vec<RecordId>) -> Event {
    Event::PremisesStatus {
        status,
        reason: "整体拆除".to_owned(),
        merged_into: None,
        open_hazards,
    }
}

#[test]
fn whoever_says_that_it_is_over_names_each_hazard_that_stays_open() {
    for status in [Status::Closed, Status::Demolished] {
        let mut relay = premises();
        let none = premises_status(status.clone(), None);
        relay.refuses(none, &officer(), WHEN, "hazards_open");
        let one = naming(status.clone(), vec![record(60)]);
        let outcome = relay.act(one, &officer(), at(WHEN));
        let Effect::NoEffect(reason) = outcome.effect else {
            panic!("one of them is not named");
        };
        assert_eq!(reason.code, "hazards_open");
        let both = [record(60), record(61)].map(|hazard| hazard.to_string());
        assert_eq!(reason.detail, both.join("、"));
        let all = naming(status.clone(), vec![record(61), record(60), record(62)]);
        relay.does(all, &officer(), WHEN);
        assert_eq!(relay.state.status, status);
        let said = relay.state.history.last().unwrap().said("open_hazards");
        assert_eq!(said, Some("3处"));
        // Nobody has to name them who takes it back.
        relay.does(premises_status(Status::Active, None), &officer(), WHEN);
    }
    let merged = premises_status(Status::Merged, Some(record(5)));
    premises().refuses(merged, &officer(), WHEN, "hazards_open");
}

#[test]
fn a_visit_of_a_census_ends_no_premises_with_open_hazards() {
    let visit = || Event::CensusVisited {
        outcome: "demolished".to_owned(),
        note: "已拆除".to_owned(),
    };
    let mut relay = premises();
    relay.does(visit(), &officer(), WHEN);
    assert_eq!(relay.state.status, Status::Active, "somebody names them");
    relay.facts.open_hazards.clear();
    relay.does(visit(), &officer(), WHEN);
    assert_eq!(relay.state.status, Status::Demolished);
}
