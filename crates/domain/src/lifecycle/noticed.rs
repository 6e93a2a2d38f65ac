use super::{Event, RecordState, Responsible, act_in_force};
use crate::record::is_blank;

/// Who was answerable when the notice in force was issued（受送达责任人）: to them it went, whoever is
/// named later. Without a notice those who are named now.
#[must_use]
pub fn noticed_responsible<'a>(state: &'a RecordState, acts: &'a [Event]) -> &'a Responsible {
    match act_in_force(state, acts, &["notice_issued"]) {
        Some(Event::NoticeIssued { responsible, .. }) => responsible,
        _ => &state.responsible,
    }
}

impl Responsible {
    /// Whether all three are named: unit, leader, person（责任落实）of S0-25 and S2-15.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        let three = [&self.unit, &self.leader, &self.person];
        three.into_iter().all(|name| !is_blank(name))
    }

    /// The same with who is answerable now（现责任人）, wherever that is somebody else: `甲（现：乙）`.
    #[must_use]
    pub fn and_now(&self, now: &Self) -> Self {
        Self {
            unit: both(&self.unit, &now.unit),
            leader: both(&self.leader, &now.leader),
            person: both(&self.person, &now.person),
            phone: both(&self.phone, &now.phone),
        }
    }
}

fn both(then: &str, now: &str) -> String {
    if now.trim().is_empty() || now.trim() == then.trim() {
        then.to_owned()
    } else {
        format!("{then}（现：{now}）")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(person: &str) -> Responsible {
        Responsible {
            unit: "便民超市".to_owned(),
            person: person.to_owned(),
            ..Responsible::default()
        }
    }

    #[test]
    fn who_is_answerable_now_stands_beside_the_one_before_where_it_is_another() {
        assert_eq!(named("甲").and_now(&named("甲")), named("甲"));
        let told = named("甲").and_now(&named("乙"));
        assert_eq!(told.person, "甲（现：乙）");
        assert_eq!(told.unit, "便民超市");
        assert_eq!(named("甲").and_now(&named(" ")).person, "甲");
    }
}
