use super::{ControlState, GridLevel};
use crate::GridId;
use crate::lifecycle::Responsible;
use crate::premises::Premises;
use crate::record::is_blank;

impl ControlState {
    /// Who is answerable for a hazard at premises in a grid（整改责任缺省）of S0-25: whoever somebody has
    /// named. Where nobody is, the unit is the premises; the leader whoever heads the village or, if it
    /// has nobody, the township by the directory, else the territory's party in the premises' file; the
    /// person its party on site, that of the unit, the operator or the owner. Nobody is made up: what
    /// stands nowhere stays empty.
    #[must_use]
    pub fn answerable(
        &self,
        named: &Responsible,
        premises: &Premises,
        grid: GridId,
    ) -> Responsible {
        let mut responsible = named.clone();
        let [territory, _, unit, on_site] = &premises.responsible;
        fill(&mut responsible.unit, &premises.name);
        fill(&mut responsible.leader, self.head_above(grid));
        fill(&mut responsible.leader, &territory.name);
        for known in [on_site, unit, &premises.operator, &premises.owner] {
            fill(&mut responsible.person, &known.name);
        }
        responsible
    }

    /// The name of whoever heads the nearest grid above the small ones; empty if there is nobody.
    fn head_above(&self, grid: GridId) -> &str {
        let path = self.path(grid).into_iter();
        let above = path
            .filter_map(|grid| self.grids.get(&grid))
            .filter(|grid| grid.level != GridLevel::Small);
        let mut heads = above.filter_map(|grid| self.people.get(&grid.head?));
        let head = heads.find(|head| !is_blank(&head.name));
        head.map_or("", |head| head.name.as_str())
    }
}

/// What was named before stays.
fn fill(cell: &mut String, known: &str) {
    if is_blank(cell) {
        known.clone_into(cell);
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;
    use crate::UserId;
    use crate::control::Grid;
    use crate::people::Person;
    use crate::premises::keys;
    use crate::record::Content;

    fn grid(number: u8, level: GridLevel, parent: Option<u8>, head: Option<u8>) -> Grid {
        Grid {
            grid: GridId::from_bytes([number; 16]),
            level,
            parent: parent.map(|it| GridId::from_bytes([it; 16])),
            code: String::new(),
            name: String::new(),
            head: head.map(|it| UserId::from_bytes([it; 16])),
            valid_from: NaiveDate::from_ymd_opt(2026, 1, 1).unwrap(),
            valid_until: None,
            boundary: Vec::new(),
        }
    }

    fn control(grids: Vec<Grid>) -> ControlState {
        let mut control = ControlState::default();
        for grid in grids {
            control.grids.insert(grid.grid, grid);
        }
        for (number, name) in [(1, "小组长"), (2, "村书记"), (3, "镇领导"), (4, " ")] {
            let user = UserId::from_bytes([number; 16]);
            let person = Person {
                user,
                name: name.to_owned(),
                phone: String::new(),
                organization: String::new(),
            };
            control.people.insert(user, person);
        }
        control
    }

    fn file(fields: &[(&str, &str)]) -> Premises {
        let mut content = Content::default();
        for (key, text) in fields {
            content.set(*key, *text);
        }
        Premises::from_content(&content)
    }

    #[test]
    fn the_leader_heads_the_village_or_the_township_or_stands_in_the_file() {
        let township = |head| grid(13, GridLevel::Large, None, head);
        let village = |head| grid(12, GridLevel::Medium, Some(13), head);
        let small = grid(11, GridLevel::Small, Some(12), Some(1));
        let file = file(&[
            (keys::NAME, "小店"),
            (keys::TERRITORY_NAME, "李书记"),
            (keys::DEPARTMENT_NAME, "赵科长"),
            (keys::UNIT_NAME, "王老板"),
            (keys::ON_SITE_NAME, "王小二"),
        ]);
        for (of_village, of_township, leader) in [
            (Some(2), Some(3), "村书记"),
            (None, Some(3), "镇领导"),
            (Some(4), Some(3), "镇领导"),
            (Some(9), Some(3), "镇领导"),
            (None, None, "李书记"),
        ] {
            let all = vec![small.clone(), village(of_village), township(of_township)];
            let nobody = Responsible::default();
            let found = control(all).answerable(&nobody, &file, small.grid);
            let told = (
                found.unit.as_str(),
                found.leader.as_str(),
                found.person.as_str(),
            );
            assert_eq!(told, ("小店", leader, "王小二"));
            assert!(found.is_complete());
        }
    }

    #[test]
    fn who_was_named_stays_and_nobody_is_made_up() {
        let named = Responsible {
            unit: "小店二楼".to_owned(),
            leader: "镇长".to_owned(),
            person: " ".to_owned(),
            phone: "13800000001".to_owned(),
        };
        let file = file(&[(keys::NAME, "小店"), (keys::OWNER_NAME, "房东")]);
        let nowhere = GridId::from_bytes([7; 16]);
        let found = control(Vec::new()).answerable(&named, &file, nowhere);
        let wanted = Responsible {
            person: "房东".to_owned(),
            ..named
        };
        assert_eq!(found, wanted);
        let nobody = Responsible::default();
        let found = control(Vec::new()).answerable(&nobody, &Premises::default(), nowhere);
        assert_eq!(found, nobody);
        assert!(!found.is_complete());
    }
}
