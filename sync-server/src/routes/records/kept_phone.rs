use wangge_domain::lifecycle::{Event, Responsible};

use crate::http::ApiError;
use crate::mask::masked;

/// The act with the whole number on file in place of the hidden one that its maker was shown: a card
/// shows no other, and what is written again must not lose it. A hidden number that is not the one
/// on file names nobody.
pub(super) fn with_kept_phone(mut event: Event, kept: &str) -> Result<Event, ApiError> {
    let Some(responsible) = responsible_of(&mut event) else {
        return Ok(event);
    };
    if is_hidden(&responsible.phone) {
        if kept.is_empty() || masked(kept) != responsible.phone {
            return Err(hidden());
        }
        kept.clone_into(&mut responsible.phone);
    }
    Ok(event)
}

/// Refuses a hidden number in what a person signs with their own key: nobody else may write it in.
pub(crate) fn require_whole_phone(event: &Event) -> Result<(), ApiError> {
    let mut event = event.clone();
    match responsible_of(&mut event) {
        Some(responsible) if is_hidden(&responsible.phone) => Err(hidden()),
        _ => Ok(()),
    }
}

fn responsible_of(event: &mut Event) -> Option<&mut Responsible> {
    match event {
        Event::ResponsibilitySet(responsible) | Event::NoticeIssued { responsible, .. } => {
            Some(responsible)
        }
        _ => None,
    }
}

fn is_hidden(phone: &str) -> bool {
    phone.contains('*')
}

fn hidden() -> ApiError {
    ApiError::bad_request("`phone` is a number with its middle hidden, and not the one on file")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(phone: &str) -> Event {
        Event::ResponsibilitySet(Responsible {
            unit: "桥头便民超市".to_owned(),
            leader: "陈国强".to_owned(),
            person: "陈国强".to_owned(),
            phone: phone.to_owned(),
        })
    }

    #[test]
    fn a_hidden_number_stands_for_the_one_on_file_and_for_no_other() {
        let whole = "13900000001";
        assert_eq!(
            with_kept_phone(set("139****0001"), whole).ok(),
            Some(set(whole))
        );
        assert_eq!(
            with_kept_phone(set("13900000002"), whole).ok(),
            Some(set("13900000002"))
        );
        assert_eq!(with_kept_phone(set(""), whole).ok(), Some(set("")));
        assert!(with_kept_phone(set("139****0002"), whole).is_err());
        assert!(with_kept_phone(set("*"), "").is_err());
    }

    #[test]
    fn nothing_hidden_is_signed() {
        assert!(require_whole_phone(&set("139****0001")).is_err());
        assert!(require_whole_phone(&set("13900000001")).is_ok());
    }
}
