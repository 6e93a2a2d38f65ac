use chrono::NaiveDate;

use super::{DelegatedPower, RegisterEntry, RegisterLine};
use crate::GridId;
use crate::control::ControlState;
use crate::lifecycle::Reason;

/// Why a power yields no paper（执法文书不得出具）on a day.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PowerRefusal {
    /// The power was never delegated to a township above this grid.
    #[error("`{power}` is not delegated to this township")]
    NotDelegated {
        /// The power asked for.
        power: String,
    },
    /// It is delegated to another body.
    #[error("`{power}` is delegated to another body than `{body}`")]
    OtherBody {
        /// The power asked for.
        power: String,
        /// The body that asked.
        body: String,
    },
    /// Its first day has not come.
    #[error("`{power}` holds only from {from} on")]
    NotYet {
        /// The power asked for.
        power: String,
        /// First day.
        from: NaiveDate,
    },
    /// Its last day has passed.
    #[error("`{power}` ended with {until}")]
    Ended {
        /// The power asked for.
        power: String,
        /// Last day.
        until: NaiveDate,
    },
}

impl PowerRefusal {
    /// Stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotDelegated { .. } => "power_not_delegated",
            Self::OtherBody { .. } => "power_of_another_body",
            Self::NotYet { .. } => "power_not_yet",
            Self::Ended { .. } => "power_ended",
        }
    }

    /// Chinese words.
    #[must_use]
    pub fn zh(&self) -> String {
        match self {
            Self::NotDelegated { .. } => "该事项未赋权或委托给本乡镇，不得出具执法文书".to_owned(),
            Self::OtherBody { .. } => "该事项由其他单位承接，本单位不得出具执法文书".to_owned(),
            Self::NotYet { from, .. } => format!("该事项自{from}起承接，现在不得出具执法文书"),
            Self::Ended { until, .. } => format!("该事项的承接已于{until}届满"),
        }
    }

    /// Code and rule as the lifecycle words them.
    #[must_use]
    pub fn reason(&self) -> Reason {
        Reason::new(self.code(), DelegatedPower::RULE)
    }
}

/// Whether a body may issue an enforcement paper by a power（执法文书出具许可）in a grid on a day
/// (S0-03): asked alike on the phone, offline, and on the relay. Gives the delegation that allows
/// it, whose document the paper cites.
///
/// # Errors
/// [`PowerRefusal`]: the one that came nearest to a yes.
pub fn may_issue(
    control: &ControlState,
    power: &str,
    body: &str,
    grid: GridId,
    date: NaiveDate,
) -> Result<DelegatedPower, PowerRefusal> {
    let path = control.path(grid);
    let power_named = || power.to_owned();
    let here: Vec<(&RegisterLine, DelegatedPower)> = control
        .registers
        .history(DelegatedPower::REGISTER)
        .filter_map(|line| Some((line, line.row.read::<DelegatedPower>().ok()?)))
        .filter(|(_, entry)| entry.power == power && path.contains(&entry.township))
        .collect();
    if here.is_empty() {
        return Err(PowerRefusal::NotDelegated {
            power: power_named(),
        });
    }
    let mut own = here
        .iter()
        .filter(|(_, entry)| entry.body == body)
        .peekable();
    let Some((first, entry)) = own.peek() else {
        return Err(PowerRefusal::OtherBody {
            power: power_named(),
            body: body.to_owned(),
        });
    };
    if let Some(found) = own
        .clone()
        .find_map(|(_, entry)| control.registers.get::<DelegatedPower>(&entry.key(), date))
    {
        // A row that names no document delegates nothing.
        return if found.is_founded() {
            Ok(found)
        } else {
            Err(PowerRefusal::NotDelegated {
                power: power_named(),
            })
        };
    }
    // The row that decides says since when it has ended; before the first there is none.
    let begun = control
        .registers
        .history(DelegatedPower::REGISTER)
        .filter(|line| line.row.key == entry.key() && line.row.from <= date)
        .last();
    Err(match begun.and_then(|line| line.row.until) {
        Some(until) => PowerRefusal::Ended {
            power: power_named(),
            until,
        },
        None => PowerRefusal::NotYet {
            power: power_named(),
            from: own
                .map(|(line, _)| line.row.from)
                .min()
                .unwrap_or(first.row.from),
        },
    })
}
