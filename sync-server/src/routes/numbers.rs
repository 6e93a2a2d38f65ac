use std::collections::BTreeSet;
use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, Query, State};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use wangge_domain::RecordId;
use wangge_domain::control::ControlState;
use wangge_domain::lifecycle::{RecordState, SeriesKey, never_served};
use wangge_domain::record::RecordKind;
use wangge_sync_engine::fold_rows;

use crate::http::{ApiError, App, SupervisorCaller};
use crate::store::GivenNumber;

mod find;
mod of_act;
mod void;
mod why;

pub(super) use find::{__path_find, find};
pub(super) use void::{__path_void, void};

/// Lines of a page.
const PAGE: u32 = 200;
/// Statuses of records whose papers no longer hold.
const GONE: &[&str] = &["voided", "withdrawn"];
/// The document of which a record has one in force: a later one takes the place of the first.
const NOTICE: &str = "notice";

/// One series of document numbers.
#[derive(Serialize, ToSchema)]
pub(crate) struct NumberSeriesView {
    /// Issuing body.
    issuer: String,
    /// Kind of paper.
    document: String,
    /// Year.
    year: i32,
    /// Highest number so far.
    last: u32,
    /// Numbers up to it that no row of the log bears: they were lost, and are never given again.
    lost: u32,
}

/// One line of the register.
#[derive(Debug, Serialize, ToSchema, PartialEq, Eq)]
pub(crate) struct NumberView {
    /// Place in the series.
    number: u32,
    /// As papers print it; absent for a number that was lost.
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    /// The record whose paper bears it, if the caller may read it.
    #[serde(skip_serializing_if = "Option::is_none")]
    record: Option<String>,
    /// Kind of that record.
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<String>,
    /// When it was given, milliseconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    given_at: Option<i64>,
    /// Why it is void（作废）: `lost` (no row bears it), `voided` or `withdrawn` (its record is),
    /// `replaced` (its record has a notice of its own since). Absent: it is in force.
    #[serde(rename = "void", skip_serializing_if = "Option::is_none")]
    void_reason: Option<String>,
    /// The number in force that took its place.
    #[serde(skip_serializing_if = "Option::is_none")]
    replaced_by: Option<String>,
    /// Its notice was replaced before anybody served it（从未送达）.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    never_served: bool,
}

/// A page of the register.
#[derive(Serialize, ToSchema)]
pub(crate) struct NumberPage {
    /// In order, without a gap.
    items: Vec<NumberView>,
    /// Give it back as `after` for the next page.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<u32>,
}

/// From where on.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct NumberParams {
    /// Numbers above this one; from the first if absent.
    #[serde(default)]
    after: u32,
}

/// The series of document numbers（文号系列）of S4-06: one for each body, paper and year.
#[utoipa::path(
    get, path = "/api/v1/numbers", tag = "registers",
    responses((status = 200, body = Vec<NumberSeriesView>))
)]
pub(crate) async fn series(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
) -> Result<Json<Vec<NumberSeriesView>>, ApiError> {
    caller.require(&app, "record_read")?;
    let found = app
        .blocking(|app| Ok(app.tenant.database.number_series(app.tenant.id())?))
        .await?;
    let view = |(key, last, given): (SeriesKey, u32, u32)| NumberSeriesView {
        issuer: key.issuer,
        document: key.document,
        year: key.year,
        last,
        lost: last.saturating_sub(given),
    };
    Ok(Json(found.into_iter().map(view).collect()))
}

/// The register of one series（文号登记簿）: every number up to the highest, those that were lost
/// or whose record was voided entered as void.
#[utoipa::path(
    get, path = "/api/v1/numbers/{issuer}/{document}/{year}", tag = "registers",
    params(
        ("issuer" = String, Path, description = "issuing body"),
        ("document" = String, Path, description = "kind of paper"),
        ("year" = i32, Path, description = "year"),
        NumberParams,
    ),
    responses((status = 200, body = NumberPage))
)]
pub(crate) async fn register(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
    Path((issuer, document, year)): Path<(String, String, i32)>,
    Query(params): Query<NumberParams>,
) -> Result<Json<NumberPage>, ApiError> {
    let reach = caller.require(&app, "record_read")?;
    let series = SeriesKey {
        issuer,
        document,
        year,
    };
    let (after, document) = (params.after, series.document.clone());
    let control = Arc::clone(&caller.control);
    let (given, seen, unserved) = app
        .blocking(move |app| {
            let (database, tenant) = (&app.tenant.database, app.tenant.id());
            let given = database.numbers_after(tenant, &series, after, PAGE)?;
            let (mut seen, mut unserved) = (BTreeSet::new(), BTreeSet::new());
            for record in given.iter().filter_map(|it| it.record) {
                if database
                    .listed(tenant, record)?
                    .is_some_and(|it| reach.covers(&it))
                {
                    seen.insert(record);
                }
            }
            for it in &given {
                if is_unserved(app, &control, &series.document, it)? {
                    unserved.insert(it.number);
                }
            }
            Ok((given, seen, unserved))
        })
        .await?;
    let mut page = page(after, &document, given);
    // Every number is told to everybody, so that none can vanish; whose it is to those alone who may read it.
    for line in &mut page.items {
        let id = line.record.as_ref().and_then(|id| id.parse().ok());
        if id.is_none_or(|id| !seen.contains(&id)) {
            (line.record, line.kind, line.given_at) = (None, None, None);
            line.replaced_by = None;
        } else {
            line.never_served = unserved.contains(&line.number);
        }
    }
    Ok(Json(page))
}

/// Fills the gaps between what was given, as far as one page goes.
fn page(after: u32, document: &str, given: Vec<GivenNumber>) -> NumberPage {
    let most = PAGE as usize;
    let mut is_whole = given.len() < most;
    let mut items: Vec<NumberView> = Vec::new();
    let mut next = after;
    for it in given {
        let gap = next + 1..it.number;
        let lines = gap.map(lost).chain([line(document, it)]);
        for line in lines {
            if items.len() == most {
                is_whole = false;
                break;
            }
            next = line.number;
            items.push(line);
        }
    }
    NumberPage {
        next: (!is_whole).then_some(next),
        items,
    }
}

fn lost(number: u32) -> NumberView {
    NumberView {
        number,
        text: None,
        record: None,
        kind: None,
        given_at: None,
        void_reason: Some("lost".to_owned()),
        replaced_by: None,
        never_served: false,
    }
}

/// Whether a number is that of a notice which another one replaced before anybody served it. The log is
/// read of those alone that were replaced.
fn is_unserved(
    app: &App,
    control: &ControlState,
    document: &str,
    given: &GivenNumber,
) -> Result<bool, ApiError> {
    let Some(record) = given
        .record
        .filter(|_| replaced_by(document, given).is_some())
    else {
        return Ok(false);
    };
    Ok(never_served(&hazard(app, control, record)?, &given.text))
}

/// A hazard as its log says.
fn hazard(app: &App, control: &ControlState, record: RecordId) -> Result<RecordState, ApiError> {
    let store = app.tenant.database.turn(app.tenant.id())?;
    let rows = store.event_rows_of(record)?;
    Ok(fold_rows(&RecordKind::Rectification, &rows, control))
}

/// The number in force instead of this one of a document, if its record has a later one.
fn replaced_by(document: &str, given: &GivenNumber) -> Option<String> {
    let is_replaced = document == NOTICE
        && given.kind == RecordKind::Rectification.as_str()
        && !given.in_force.is_empty()
        && given.in_force != given.text;
    is_replaced.then(|| given.in_force.clone())
}

fn line(document: &str, given: GivenNumber) -> NumberView {
    let replaced_by = replaced_by(document, &given);
    let void_reason = if given.record.is_none() {
        Some("lost".to_owned())
    } else if replaced_by.is_some() {
        Some("replaced".to_owned())
    } else {
        Some(given.status).filter(|status| GONE.contains(&status.as_str()))
    };
    NumberView {
        number: given.number,
        text: Some(given.text),
        record: given.record.map(|record| record.to_string()),
        kind: Some(given.kind).filter(|kind| !kind.is_empty()),
        given_at: given.given_at.map(|at| at.0),
        void_reason,
        replaced_by,
        never_served: false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(number: u32, status: &str) -> GivenNumber {
        GivenNumber {
            number,
            text: format!("第{number}号"),
            record: Some(wangge_domain::RecordId::from_bytes([1; 16])),
            kind: "hazard".to_owned(),
            status: status.to_owned(),
            given_at: None,
            in_force: format!("第{number}号"),
        }
    }

    #[test]
    fn a_register_has_no_gap() {
        let page = page(1, NOTICE, vec![given(2, "closed"), given(5, "voided")]);
        let shown: Vec<(u32, Option<&str>)> = page
            .items
            .iter()
            .map(|it| (it.number, it.void_reason.as_deref()))
            .collect();
        let wanted = [
            (2, None),
            (3, Some("lost")),
            (4, Some("lost")),
            (5, Some("voided")),
        ];
        assert_eq!(shown, wanted);
        assert_eq!(page.next, None);
    }

    #[test]
    fn a_wide_gap_goes_over_pages_and_is_told_once() {
        let mut after = 0;
        let mut seen = Vec::new();
        loop {
            let rest: Vec<_> = [given(1, ""), given(450, "")]
                .into_iter()
                .filter(|it| it.number > after)
                .collect();
            let page = page(after, NOTICE, rest);
            assert!(page.items.len() <= PAGE as usize);
            seen.extend(page.items.iter().map(|it| it.number));
            match page.next {
                Some(next) => after = next,
                None => break,
            }
        }
        assert_eq!(seen, (1..=450).collect::<Vec<_>>());
    }

    #[test]
    fn only_of_notices_a_later_one_takes_the_place() {
        let with = |kind: &str, in_force: &str| GivenNumber {
            kind: kind.to_owned(),
            in_force: in_force.to_owned(),
            ..given(1, "under_review")
        };
        let of = |document: &str, given: &GivenNumber| {
            let shown = line(document, given.clone());
            (shown.void_reason, shown.replaced_by)
        };
        let first = with("rectification", "第2号");
        let wanted = (Some("replaced".to_owned()), Some("第2号".to_owned()));
        assert_eq!(of(NOTICE, &first), wanted);
        assert_eq!(of("recheck", &first), (None, None));
        for other in [
            with("rectification", "第1号"),
            with("rectification", ""),
            with("letter", "第2号"),
        ] {
            assert_eq!(of(NOTICE, &other), (None, None));
        }
    }
}
