use wangge_domain::control::{ControlEvent, ControlState};
use wangge_domain::people::Person;
use wangge_domain::record::{fits_a_phone, holds_hidden_letters};
use wangge_domain::register::compulsion_word;

use crate::error::RelayStartError;

/// Refuses texts that must not stand in the control stream, where they stand for good: names that
/// are empty, telephone numbers that are none, words of compulsion in the name of a person, which
/// stands on papers (S0-03), and letters that nobody sees, which repaint what stands beside them on
/// a terminal. Whoever is called so already may have another telephone number, as in the console.
pub(super) fn refuse_bad_texts(
    control: &ControlState,
    events: &[ControlEvent],
) -> Result<(), RelayStartError> {
    for event in events {
        let (what, empty) = match event {
            ControlEvent::GridSet(it) if it.name.trim().is_empty() => {
                ("网格名称", "the grid's name")
            }
            ControlEvent::GridSet(it) if it.code.trim().is_empty() => {
                ("网格代码", "the grid's code")
            }
            ControlEvent::PersonSet(it) if it.name.trim().is_empty() => ("姓名", "the name"),
            ControlEvent::PersonSet(it) if !fits_a_phone(&it.phone) => {
                return Err(RelayStartError::invalid(
                    "电话太长，未做改动（the telephone number is too long: nothing was changed）",
                ));
            }
            ControlEvent::PersonSet(it) => {
                let word = compulsion_word(&it.name).filter(|_| is_new_name(control, it));
                let Some(word) = word else {
                    continue;
                };
                return Err(RelayStartError::invalid(format!(
                    "姓名会印在文书上，不能含强制性用语“{word}”（S0-03），未做改动（a word of compulsion in a name: nothing was changed）"
                )));
            }
            _ => continue,
        };
        return Err(RelayStartError::invalid(format!(
            "{what}不能为空，未做改动（{empty} is empty: nothing was changed）"
        )));
    }
    match events
        .iter()
        .flat_map(texts)
        .find(|text| holds_hidden_letters(text))
    {
        None => Ok(()),
        Some(text) => {
            let shown = wangge_domain::record::show_hidden_letters(text);
            Err(RelayStartError::invalid(format!(
                "“{shown}”含看不见的控制字符，未做改动（hidden control characters: nothing was changed）"
            )))
        }
    }
}

/// Whether this person is not called so already.
fn is_new_name(control: &ControlState, person: &Person) -> bool {
    let held = control.people.get(&person.user);
    held.is_none_or(|held| held.name != person.name)
}

fn texts(event: &ControlEvent) -> Vec<&str> {
    match event {
        ControlEvent::PersonSet(it) => vec![&it.name, &it.phone, &it.organization],
        ControlEvent::GridSet(it) => vec![&it.code, &it.name],
        ControlEvent::PremisesMoved { reason, .. } => vec![reason],
        ControlEvent::CredentialIssued(it) => vec![&it.kind, &it.number, &it.issuer],
        _ => Vec::new(),
    }
}
