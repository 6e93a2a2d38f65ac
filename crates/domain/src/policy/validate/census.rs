use super::{PolicyError, PolicyPack, Unique, demand};
use crate::lifecycle::Status;

pub(super) fn check(pack: &PolicyPack) -> Result<(), PolicyError> {
    demand(
        !pack.census.outcomes.is_empty(),
        "census.outcomes",
        "there is no outcome",
    )?;
    let mut codes = Unique::new();
    for (index, outcome) in pack.census.outcomes.iter().enumerate() {
        let path = format!("census.outcomes[{index}]");
        codes.add(&outcome.code, &format!("{path}.code"))?;
        let fits = match &outcome.status {
            None => true,
            Some(status) => matches!(
                status,
                Status::Active | Status::Closed | Status::Demolished | Status::Merged
            ),
        };
        demand(
            fits,
            &format!("{path}.status"),
            "is not a status of a premises",
        )?;
        let settled = outcome.counts || outcome.reached;
        demand(settled, &path, "what drops out of the list must be reached")?;
        let again = outcome.reached && outcome.revisit_after_days == Some(0);
        demand(
            !again,
            &format!("{path}.revisit_after_days"),
            "must be above 0",
        )?;
    }
    Ok(())
}
