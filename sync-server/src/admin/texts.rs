use wangge_domain::control::ControlEvent;
use wangge_domain::record::holds_hidden_letters;

use crate::error::RelayStartError;

/// Refuses names with letters that nobody sees, before they stand in the control stream for good:
/// on a terminal they repaint what stands beside them.
pub(super) fn refuse_hidden_letters(events: &[ControlEvent]) -> Result<(), RelayStartError> {
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

fn texts(event: &ControlEvent) -> Vec<&str> {
    match event {
        ControlEvent::PersonSet(it) => vec![&it.name, &it.phone, &it.organization],
        ControlEvent::GridSet(it) => vec![&it.code, &it.name],
        ControlEvent::CredentialIssued(it) => vec![&it.kind, &it.number, &it.issuer],
        _ => Vec::new(),
    }
}
