use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::Ratio;
use crate::UserId;
use crate::people::Credential;

/// Training rate（培训持证率）of S0-38: grid workers with a training certificate valid on a day.
#[must_use]
pub fn training_rate(workers: &[UserId], credentials: &[Credential], on: NaiveDate) -> Ratio {
    let trained: BTreeSet<UserId> = credentials
        .iter()
        .filter(|it| it.kind == Credential::INSPECTION && it.valid_on(on))
        .map(|it| it.user)
        .collect();
    Ratio::of(
        workers
            .iter()
            .map(|worker| (worker.0, trained.contains(worker))),
    )
}
