use wangge_domain::people::Credential;
use wangge_domain::{Timestamp, UserId};

use crate::case_file::Office;

/// What stands between the names of several people.
pub(super) const NAME_MARKS: [char; 5] = ['、', ',', '，', ';', '；'];

/// The names of the inspectors, with the training certificate of that day of the one who is named
/// （证号）. `known` is that person, if the name was not typed. Of several names, and of one that is
/// nobody's or several people's, no number is printed rather than that of another person.
pub(super) fn with_certificate(
    office: &Office<'_>,
    names: &str,
    known: Option<UserId>,
    at: Timestamp,
) -> String {
    let holder = known.or_else(|| only_bearer(office, names));
    let credentials = &office.control.credentials;
    let held = holder.and_then(|user| {
        credentials.iter().find(|it| {
            it.user == user && it.kind == Credential::INSPECTION && it.valid_on(at.china_date())
        })
    });
    held.map_or_else(
        || names.to_owned(),
        |it| format!("{names}（证号{}）", it.number),
    )
}

/// The one person who bears the one name.
fn only_bearer(office: &Office<'_>, names: &str) -> Option<UserId> {
    let mut listed = names.split(NAME_MARKS).map(str::trim);
    let name = listed.next()?;
    if listed.next().is_some() {
        return None;
    }
    let people = office.control.people.values();
    let mut bearers = people.filter(|person| person.name == name);
    let user = bearers.next()?.user;
    bearers.next().is_none().then_some(user)
}

#[cfg(test)]
mod tests {
    use wangge_domain::control::ControlState;
    use wangge_domain::people::Person;
    use wangge_domain::policy::default_pack;

    use super::*;

    fn user(n: u8) -> UserId {
        UserId::from_bytes([n; 16])
    }

    #[test]
    fn only_one_person_that_is_named_bears_a_number() {
        let (policy, mut control) = (default_pack(), ControlState::default());
        for (n, name) in [(1, "邓子涵"), (2, "吕平"), (3, "王芳"), (4, "王芳")] {
            let person = Person {
                user: user(n),
                name: name.to_owned(),
                phone: String::new(),
                organization: String::new(),
            };
            control.people.insert(user(n), person);
            control.credentials.push(Credential {
                user: user(n),
                kind: Credential::INSPECTION.to_owned(),
                number: format!("培{n}"),
                issuer: String::new(),
                valid_from: Timestamp(0).china_date(),
                valid_until: Timestamp(2_000_000_000_000).china_date(),
            });
        }
        let at = Timestamp(1_788_500_000_000);
        let office = Office {
            policy: &policy,
            control: &control,
            address: "",
            demo: false,
            now: at,
            reader: None,
            before: false,
        };
        let said = |names, known| with_certificate(&office, names, known, at);
        assert_eq!(said("邓子涵", None), "邓子涵（证号培1）");
        // Of several, of a stranger, and of a name that two people bear: none rather than a wrong one.
        for names in ["邓子涵、吕平", "过路人", "王芳"] {
            assert_eq!(said(names, None), names);
        }
        assert_eq!(said("王芳", Some(user(4))), "王芳（证号培4）");
        let expired = with_certificate(&office, "吕平", None, Timestamp(2_100_000_000_000));
        assert_eq!(expired, "吕平");
    }
}
