use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    CensusCounts, Post, Requirement, Roster, StaffingError, StaffingRules, auxiliary_requirement,
    clerks_for_officers, fixed_requirement,
};
use crate::people::Credential;
use crate::{GridId, UserId};

/// What a staffing report is made of（配备依据）.
#[derive(Clone, Copy, Debug)]
pub struct StaffingInput<'a> {
    /// The township's grid 大网格.
    pub township: GridId,
    /// Station class id, or a kind such as `dev_zone`.
    pub station_class: &'a str,
    /// Class of town for clerks: A, B, C, D; `None` where the county has none.
    pub town_class: Option<&'a str>,
    /// Class of the township's fire station or team; `None`: it has none.
    pub fire_station: Option<&'a str>,
    /// Live census.
    pub census: &'a CensusCounts,
    /// Postings of the whole county.
    pub roster: &'a Roster,
    /// Certificates of the whole county.
    pub credentials: &'a [Credential],
    /// The day it speaks of.
    pub date: NaiveDate,
}

/// Required and actual people of one township on one day（人员配备报告）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffingReport {
    /// The township.
    pub township: GridId,
    /// The day.
    pub date: NaiveDate,
    /// One line for every rule.
    pub lines: Vec<StaffingLine>,
}

/// One rule of the report（配备项）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffingLine {
    /// `station_staff`, `station_certified`, `auxiliary`, `clerks`, `brigade_clerks`, `firefighters`.
    pub code: String,
    /// Chinese words.
    pub zh: String,
    /// How many there should be, and why.
    pub required: Requirement,
    /// Who is there.
    pub people: Vec<UserId>,
    /// How many there are.
    pub actual: u64,
    /// How many are missing; 0 if none.
    pub short: u64,
}

impl StaffingReport {
    /// How many people are missing altogether. A certified person is one of the staff, so the
    /// greater of these two shortages counts, not both.
    #[must_use]
    pub fn short(&self) -> u64 {
        let of = |code: &str| {
            self.lines
                .iter()
                .filter(|it| it.code == code)
                .map(|it| it.short)
                .sum::<u64>()
        };
        let fire = of("brigade_clerks") + of("firefighters");
        of("station_staff").max(of("station_certified")) + of("auxiliary") + of("clerks") + fire
    }
}

/// Required and actual people of a township（S0-10, S0-11, S2-43）.
///
/// # Errors
/// [`StaffingError`] for a class that the policy does not have.
pub fn staffing_report(
    input: &StaffingInput<'_>,
    rules: &StaffingRules,
) -> Result<StaffingReport, StaffingError> {
    let StaffingInput {
        township,
        date,
        roster,
        ..
    } = *input;
    let class = rules.station_class(input.station_class).ok_or_else(|| {
        StaffingError::UnknownStationClass {
            class: input.station_class.to_owned(),
        }
    })?;
    let people =
        |post| -> Vec<UserId> { roster.people(township, post, date).into_iter().collect() };
    let certified = roster.certified(township, Post::StationStaff, date, input.credentials);
    let mut lines = vec![
        line(
            "station_staff",
            "管理站工作人员",
            fixed_requirement(class.staff, "S0-10"),
            people(Post::StationStaff),
        ),
        line(
            "station_certified",
            "其中具备行政执法资格",
            fixed_requirement(class.certified, "S0-10"),
            certified.into_iter().collect(),
        ),
        line(
            "auxiliary",
            "执法辅助人员",
            auxiliary_requirement(input.census, &rules.auxiliary),
            people(Post::Auxiliary),
        ),
    ];
    let mut clerks: Vec<UserId> = people(Post::Clerk);
    let officers: Vec<UserId> = people(Post::LawOfficer);
    if let Some(class) = input.town_class {
        let wanted = rules.clerks.by_town_class.get(class).ok_or_else(|| {
            StaffingError::UnknownTownClass {
                class: class.to_owned(),
            }
        })?;
        let required = fixed_requirement(*wanted, "S2-43");
        // Where law officers serve, too, clerks beyond those of the township's office are theirs.
        let beyond = if officers.is_empty() {
            Vec::new()
        } else {
            let office = usize::try_from(*wanted).unwrap_or(usize::MAX);
            clerks.split_off(office.min(clerks.len()))
        };
        lines.push(line(
            "clerks",
            "消防辅助执法文员",
            required,
            std::mem::replace(&mut clerks, beyond),
        ));
    }
    if !officers.is_empty() {
        let officers = u64::try_from(officers.len()).unwrap_or(u64::MAX);
        let required = clerks_for_officers(officers, rules.clerks.per_law_officer);
        lines.push(line("brigade_clerks", "执法干部配备文员", required, clerks));
    }
    if let Some(class) = input.fire_station {
        let required = rules.fire_station(class)?;
        let there = people(Post::Firefighter);
        lines.push(line("firefighters", "消防站（队）人员", required, there));
    }
    Ok(StaffingReport {
        township,
        date,
        lines,
    })
}

fn line(code: &str, zh: &str, required: Requirement, people: Vec<UserId>) -> StaffingLine {
    let actual = u64::try_from(people.len()).unwrap_or(u64::MAX);
    StaffingLine {
        code: code.to_owned(),
        zh: zh.to_owned(),
        short: required.people.saturating_sub(actual),
        required,
        people,
        actual,
    }
}

impl StaffingRules {
    /// The people a fire station or team of this class needs（S2-43）.
    ///
    /// # Errors
    /// [`StaffingError::UnknownFireStation`].
    pub fn fire_station(&self, class: &str) -> Result<Requirement, StaffingError> {
        self.fire_stations
            .iter()
            .find(|station| station.id == class)
            .map(|station| fixed_requirement(station.staff, "S2-43"))
            .ok_or_else(|| StaffingError::UnknownFireStation {
                class: class.to_owned(),
            })
    }
}
