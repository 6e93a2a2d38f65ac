use std::collections::BTreeMap;
use std::ops::Bound;

use serde::Deserialize;
use utoipa::IntoParams;
use wangge_domain::control::ControlState;
use wangge_domain::people::Person;
use wangge_domain::{RecordId, UserId};

use super::lists::{page_limit, text};
use crate::http::{ApiError, decode_cursor, encode_cursor};

/// Which people, and from where on.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct PeopleParams {
    /// Only those of whom this text stands in the name, the body or the account, as far as these are told.
    q: Option<String>,
    /// `next` of the page before.
    after: Option<String>,
    /// Entries of a page, at most 200.
    limit: Option<u32>,
}

/// A page of the people that are meant, in the order of their ids, and where the next one goes on.
pub(super) fn people_page(
    control: &ControlState,
    params: PeopleParams,
    accounts: &BTreeMap<UserId, String>,
    is_meant: impl Fn(UserId) -> bool,
) -> Result<(Vec<UserId>, Option<String>), ApiError> {
    let limit = usize::try_from(page_limit(params.limit)).unwrap_or(usize::MAX);
    let after = params.after.as_deref().map(decode_cursor).transpose()?;
    let behind = after.map_or(Bound::Unbounded, |(_, id)| {
        Bound::Excluded(UserId::from_bytes(*id.as_bytes()))
    });
    let q = text(params.q)?.map(|q| q.to_lowercase());
    let is_asked = |user: &UserId, person: &Person| {
        q.as_deref()
            .is_none_or(|q| is_named(person, accounts.get(user), q))
    };
    // One more than asked for tells whether there is another page.
    let mut found: Vec<UserId> = control
        .people
        .range::<UserId, _>((behind, Bound::Unbounded))
        .filter(|one| is_asked(one.0, one.1))
        .map(|(user, _)| *user)
        .filter(|user| is_meant(*user))
        .take(limit.saturating_add(1))
        .collect();
    let has_more = found.len() > limit;
    found.truncate(limit);
    let last = found.last().filter(|_| has_more);
    let next = last.map(|user| encode_cursor(0, RecordId::from_bytes(*user.as_bytes())));
    Ok((found, next))
}

/// Whether name, body or account contains a text, which is in small letters.
fn is_named(person: &Person, account: Option<&String>, q: &str) -> bool {
    let told = [Some(&person.name), Some(&person.organization), account];
    told.into_iter()
        .flatten()
        .any(|it| it.to_lowercase().contains(q))
}
