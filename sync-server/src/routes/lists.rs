//! What the three lists have in common.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use wangge_domain::lifecycle::{LifecycleTables, OwedAct, RecheckOverdue, Status};
use wangge_domain::record::RecordKind;
use wangge_domain::resources::{Language, label, status_label};
use wangge_domain::{GridId, StreamId, Timestamp, UserId};

use super::overdue_rechecks;
use crate::http::{
    ApiError, App, Page, SupervisorCaller, decode_cursor, encode_cursor, streams_below,
};
use crate::store::{ListOrder, ListQuery, ListedRecord, Reach};

const DEFAULT_LIMIT: u32 = 50;
const MAX_LIMIT: u32 = 200;
const MAX_TEXT: usize = 64;

/// Filters of a list.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct ListParams {
    /// Only this status, e.g. `submitted`.
    pub(super) status: Option<String>,
    /// Only this grid and those below it: an id.
    pub(super) grid: Option<String>,
    /// Only this village: id or name of a medium grid.
    pub(super) village: Option<String>,
    /// Only this category, severity or checklist.
    pub(super) category: Option<String>,
    /// Only what is not closed, voided or withdrawn.
    #[serde(default)]
    pub(super) open: bool,
    /// Only what is due before this: milliseconds since 1970.
    pub(super) due_before: Option<i64>,
    /// Only what is due at this time or later: milliseconds since 1970.
    pub(super) due_after: Option<i64>,
    /// Only what this person acted on first: an id.
    pub(super) worker: Option<String>,
    /// Only what has photos whose originals have not arrived.
    #[serde(default)]
    pub(super) awaiting_photos: bool,
    /// Only hazards whose recheck is overdue（复查逾期）; of the list and the ledger of hazards alone.
    #[serde(default)]
    pub(super) recheck_overdue: bool,
    /// Only what contains this text.
    pub(super) q: Option<String>,
    /// `next` of the page before.
    pub(super) after: Option<String>,
    /// Entries of a page, at most 200.
    pub(super) limit: Option<u32>,
}

/// One entry of a list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ListItem {
    /// Id of the record.
    pub(super) id: String,
    /// `premises`, `inspection` or `rectification`.
    pub(super) kind: String,
    /// Where it stands.
    pub(super) status: String,
    /// The same in Chinese.
    pub(super) status_label: String,
    /// Name; result of the visit; what is wrong.
    pub(super) title: String,
    /// Address; inspectors; checklist item.
    pub(super) detail: String,
    /// Category; checklist; severity.
    pub(super) category: String,
    /// Village.
    pub(super) village: String,
    /// Id of its grid.
    pub(super) grid: String,
    /// Name of its grid.
    pub(super) grid_name: String,
    /// Id of the premises it hangs on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) premises: Option<String>,
    /// Name of the premises it hangs on.
    pub(super) premises_name: String,
    /// When the relay first received it, milliseconds since 1970.
    pub(super) at: i64,
    /// Deadline, milliseconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) due: Option<i64>,
    /// Name of who acted first.
    pub(super) author: String,
    /// Id of who acted first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) author_id: Option<String>,
    /// Number of the notice: final if it has one.
    pub(super) number: String,
    /// Number it was given offline, where a final one has taken its place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) provisional_number: Option<String>,
    /// Department it was escalated to.
    pub(super) department: String,
    /// The overdue mark stands.
    pub(super) overdue: bool,
    /// 疑似重大.
    pub(super) suspected_major: bool,
    /// 危及生命.
    pub(super) life_threat: bool,
    /// 已催办.
    pub(super) urged: bool,
    /// When the time of the policy for its recheck was over, milliseconds since 1970; absent if it
    /// is not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) recheck_overdue_since: Option<i64>,
    /// Code of the body whose recheck is overdue.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) recheck_body: Option<String>,
    /// Codes of the agencies whose people made a visit（检查单位）: `GRID`, or departments of the policy
    /// pack; told of the visits on the card of a premises (S2-07).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) agencies: Vec<String>,
    /// On the card of a hazard: the act it waits for within a time of the policy, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) owed: Option<String>,
    /// Until when, milliseconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) owed_by: Option<i64>,
}

impl ListItem {
    pub(crate) fn of(caller: &SupervisorCaller, listed: &ListedRecord) -> Self {
        let control = &caller.control;
        let home = listed.home(control);
        let grid = control.grids.get(&home);
        let village = if listed.village.is_empty() {
            grid.and_then(|grid| control.grids.get(&grid.parent?))
                .map(|above| above.name.clone())
                .unwrap_or_default()
        } else {
            listed.village.clone()
        };
        let status = Status::from(listed.status.clone());
        let status_label = status_label(Language::Chinese, &listed.kind, &status).to_owned();
        let author = listed.author.and_then(|author| control.people.get(&author));
        Self {
            id: listed.record.to_string(),
            kind: listed.kind.to_string(),
            status_label,
            status: listed.status.clone(),
            title: listed.title.clone(),
            detail: listed.detail.clone(),
            category: listed.category.clone(),
            village,
            grid: home.to_string(),
            grid_name: grid.map(|grid| grid.name.clone()).unwrap_or_default(),
            premises: listed.premises.map(|premises| premises.to_string()),
            premises_name: listed.premises_name.clone(),
            at: listed.first_at.0,
            due: listed.due.map(|due| due.0),
            author: author.map(|person| person.name.clone()).unwrap_or_default(),
            author_id: listed.author.map(|author| author.to_string()),
            number: listed.number.clone(),
            provisional_number: Some(listed.provisional.clone())
                .filter(|number| !number.is_empty() && *number != listed.number),
            department: listed.department.clone(),
            overdue: listed.flags & 1 != 0,
            suspected_major: listed.flags & 2 != 0,
            life_threat: listed.flags & 4 != 0,
            urged: listed.flags & 8 != 0,
            recheck_overdue_since: None,
            recheck_body: None,
            agencies: Vec::new(),
            owed: None,
            owed_by: None,
        }
    }

    /// The same, with the act that it waits for within a time of the policy.
    pub(super) fn owing(mut self, owed: Option<&OwedAct>) -> Self {
        self.owed =
            owed.map(|it| label(Language::Chinese, &format!("event.{}", it.action.0)).to_owned());
        self.owed_by = owed.map(|it| it.by.0);
        self
    }

    /// The same, with whether its recheck is overdue.
    pub(super) fn marked(mut self, recheck: Option<&RecheckOverdue>) -> Self {
        self.recheck_overdue_since = recheck.map(|it| it.since.0);
        self.recheck_body = recheck.and_then(|it| it.body.clone());
        self
    }

    /// The same, with the agencies that made the visit.
    pub(super) fn made_by(mut self, agencies: BTreeSet<String>) -> Self {
        self.agencies = agencies.into_iter().collect();
        self
    }
}

/// How many entries a page has of a list that is asked for so many.
pub(super) fn page_limit(limit: Option<u32>) -> u32 {
    limit.unwrap_or(DEFAULT_LIMIT).clamp(1, MAX_LIMIT)
}

/// A page of one kind of record.
pub(crate) async fn list(
    app: Arc<App>,
    caller: SupervisorCaller,
    kind: RecordKind,
    mut params: ListParams,
) -> Result<Page<ListItem>, ApiError> {
    let reach = caller.require(&app, kind.restricted_read().unwrap_or("record_read"))?;
    let limit = page_limit(params.limit);
    let is_hazards = kind == RecordKind::Rectification;
    let is_by_due = is_hazards || kind.is_case();
    let only_overdue = take_recheck_overdue(&kind, &mut params)?;
    let mut query = query(&caller, kind, reach, params)?;
    // One more than asked for tells whether there is another page.
    query.limit = limit + 1;
    app.blocking(move |app| {
        let mut found: Vec<(ListedRecord, Option<RecheckOverdue>)> = if is_hazards {
            overdue_rechecks::page(app, &caller, query, only_overdue)?
        } else {
            let listed = app.tenant.list(&query)?.into_iter();
            listed.map(|one| (one, None)).collect()
        };
        let has_more = found.len() > usize::try_from(limit).unwrap_or(usize::MAX);
        found.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        let next = found.last().filter(|_| has_more).map(|(last, _)| {
            let due = last.due.map_or(i64::MAX, |due| due.0);
            encode_cursor(if is_by_due { due } else { last.first_at.0 }, last.record)
        });
        Ok(Page {
            items: found
                .iter()
                .map(|(one, mark)| ListItem::of(&caller, one).marked(mark.as_ref()))
                .collect(),
            next,
        })
    })
    .await
}

/// Takes the filter for overdue rechecks（复查逾期）out of the others: no query knows it, each hazard is
/// judged. It is for hazards under recheck.
fn take_recheck_overdue(kind: &RecordKind, params: &mut ListParams) -> Result<bool, ApiError> {
    let only_overdue = std::mem::take(&mut params.recheck_overdue);
    if only_overdue {
        let rechecking = Status::Rechecking.to_string();
        let status = params.status.get_or_insert_with(|| rechecking.clone());
        if *kind != RecordKind::Rectification || *status != rechecking {
            return Err(ApiError::bad_request(
                "`recheck_overdue` is for hazards that are `rechecking`",
            ));
        }
    }
    Ok(only_overdue)
}

/// The filters of the hazard list as a query, for the ledger; and whether those alone are asked for
/// whose recheck is overdue.
pub(crate) fn hazard_query(
    caller: &SupervisorCaller,
    reach: Reach,
    mut params: ListParams,
) -> Result<(ListQuery, bool), ApiError> {
    let kind = RecordKind::Rectification;
    let only_overdue = take_recheck_overdue(&kind, &mut params)?;
    Ok((query(caller, kind, reach, params)?, only_overdue))
}

/// The filters of the list of premises as a query, for its export.
pub(crate) fn premises_query(
    caller: &SupervisorCaller,
    reach: Reach,
    params: ListParams,
) -> Result<ListQuery, ApiError> {
    query(caller, RecordKind::Premises, reach, params)
}

fn query(
    caller: &SupervisorCaller,
    kind: RecordKind,
    reach: Reach,
    params: ListParams,
) -> Result<ListQuery, ApiError> {
    let after = params.after.as_deref().map(decode_cursor).transpose()?;
    Ok(ListQuery {
        within: within(caller, &params)?,
        status: params.status.map(|it| status(&kind, it)).transpose()?,
        category: params.category,
        author: params.worker.as_deref().map(worker).transpose()?,
        awaits_photos: params.awaiting_photos,
        open: params.open,
        due_before: params.due_before.map(Timestamp),
        due_after: params.due_after.map(Timestamp),
        first_until: None,
        text: text(params.q)?,
        order: if kind == RecordKind::Rectification || kind.is_case() {
            ListOrder::Due { after }
        } else {
            ListOrder::Newest { after }
        },
        kind,
        reach,
        limit: MAX_LIMIT,
    })
}

/// A status that records of this kind have: an empty list for a misspelled one would read as
/// "there are none".
fn status(kind: &RecordKind, status: String) -> Result<String, ApiError> {
    let table = LifecycleTables::standard().of(kind);
    let states = || table.iter().flat_map(|table| &table.states);
    if states().any(|state| state.id.as_str() == status) {
        return Ok(status);
    }
    let known: Vec<&str> = states().map(|state| state.id.as_str()).collect();
    let known = known.join(", ");
    Err(ApiError::bad_request(&format!(
        "`status` is none of {known}"
    )))
}

fn worker(id: &str) -> Result<UserId, ApiError> {
    id.parse()
        .map_err(|_| ApiError::bad_request("`worker` is not an id"))
}

/// What a list is searched for: without the spaces around it, and not without end.
pub(super) fn text(q: Option<String>) -> Result<Option<String>, ApiError> {
    let text = q.map(|q| q.trim().to_owned()).filter(|q| !q.is_empty());
    if text
        .as_ref()
        .is_some_and(|text| text.chars().count() > MAX_TEXT)
    {
        return Err(ApiError::bad_request("`q` is too long"));
    }
    Ok(text)
}

/// The streams of the grids asked for. Grids that do not exist give an empty list, as do those
/// that the caller may not see.
fn within(caller: &SupervisorCaller, params: &ListParams) -> Result<Option<Reach>, ApiError> {
    let control = &caller.control;
    let mut within: Option<BTreeSet<StreamId>> = None;
    if let Some(grid) = &params.grid {
        let grid: GridId = grid
            .parse()
            .map_err(|_| ApiError::bad_request("`grid` is not an id"))?;
        within = Some(streams_below(control, Some(grid)));
    }
    if let Some(village) = &params.village {
        let named = |name: &str, grid: GridId| name == village || grid.to_string() == *village;
        let streams = control
            .grids
            .values()
            .filter(|grid| named(&grid.name, grid.grid))
            .flat_map(|grid| streams_below(control, Some(grid.grid)))
            .collect::<BTreeSet<_>>();
        within = Some(match within {
            Some(already) => already.intersection(&streams).copied().collect(),
            None => streams,
        });
    }
    Ok(within.map(|streams| Reach::of_grids(control, streams)))
}
