use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use bytes::Bytes;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use wangge_domain::casework::{Complaint, ComplaintFileError, read_complaints, unknown_columns};
use wangge_domain::inspection::keys::PREMISES;
use wangge_domain::lifecycle::Effect;
use wangge_domain::record::{MarkedText, RecordKind, Scalar, mark_caller, names_somebody};
use wangge_domain::{RecordId, StreamId};
use wangge_protocol::sha256;
use wangge_sync_engine::RelayError;

use super::super::cases::{Place, StepBody, grid_stream, rehearse_step, write_and_step};
use super::complaint_text::complaint_text;
use super::lines::{gathered, oldest_first, state_of};
use crate::http::{ApiError, App, SupervisorCaller};
use crate::refusal_text::refusal_text;
use crate::reporter::Reporter;
use crate::store::{ListOrder, ListQuery, ListedRecord, Reach};

/// When the call came, milliseconds since 1970, in the content of the complaint.
const CALLED_AT: &str = "called_at_ms";
/// What stands between the text of a complaint and the time of the call.
const CALLED: &str = "（来电时间：";
/// Names of premises shorter than this say too little.
const SHORTEST_NAME: usize = 3;

/// Where the complaints of a file go.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct ImportParams {
    /// Id of the grid for complaints whose place is not found among the premises on file.
    grid: String,
    /// Channel of rows that name none, e.g. `hotline_12345`.
    source: String,
    /// True: nothing is entered; the answer says what would be, by the rules of the entry itself.
    #[serde(default)]
    dry_run: bool,
}

/// What became of a file of complaints.
#[derive(Default, Serialize, ToSchema)]
pub(crate) struct ImportReport {
    /// True: a rehearsal, nothing was entered.
    dry_run: bool,
    /// Columns that the policy pack has no name for: what stands there is not entered.
    unknown_columns: Vec<String>,
    /// Complaints entered, or that would be.
    entered: Vec<EnteredComplaint>,
    /// Numbers that were entered before.
    already: Vec<String>,
    /// Those of them whose text or place is another one in the file: what was entered stays.
    differs: Vec<DifferingComplaint>,
    /// Rows whose time is none, or is to come: they are entered, with the words as they are.
    odd_times: Vec<BadRow>,
    /// Rows in whose text or place the name of their caller or a telephone number stood: they are entered
    /// with a mark in its place, for complaints go to phones.
    marked: Vec<BadRow>,
    /// Rows that cannot be read, or that the rules refuse.
    bad: Vec<BadRow>,
    /// Numbers of the same channel that are still open here and do not stand in the file.
    not_in_file: Vec<String>,
}

/// A complaint that was entered.
#[derive(Serialize, ToSchema)]
pub(crate) struct EnteredComplaint {
    /// Number of the other platform.
    number: String,
    /// Id of the record.
    record: String,
    /// Name of the premises it was found to be about; empty: none.
    premises: String,
    /// Ids of open hazards there.
    open_hazards: Vec<String>,
}

/// A complaint that was entered before, and reads otherwise in the file.
#[derive(Serialize, ToSchema)]
pub(crate) struct DifferingComplaint {
    /// Number of the other platform.
    number: String,
    /// Line in the file.
    line: usize,
    /// Id of the record.
    record: String,
}

/// A row that was not entered, or has something that is odd.
#[derive(Serialize, ToSchema)]
pub(crate) struct BadRow {
    /// Line in the file.
    line: usize,
    /// Why.
    reason: String,
}

/// Enters the complaints of a CSV file（12345工单导入对账）, each once by its channel and number however
/// often the file is sent, and tells what does not agree. With `dry_run=true` it is a rehearsal.
#[utoipa::path(
    post, path = "/api/v1/complaints/import", tag = "cases",
    params(ImportParams, ("Wangge-CSRF" = String, Header, description = "must be 1")),
    request_body(content = String, content_type = "text/csv"),
    responses(
        (status = 200, body = ImportReport),
        (status = 400, body = crate::http::ErrorBody),
        (status = 403, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn import_complaints(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
    params: Result<Query<ImportParams>, QueryRejection>,
    body: Bytes,
) -> Result<Json<ImportReport>, ApiError> {
    let Query(params) =
        params.map_err(|error| ApiError::of_status(error.status(), &error.body_text()))?;
    let report = app
        .blocking(move |app| import(app, &caller, &params, &body))
        .await?;
    Ok(Json(report))
}

fn import(
    app: &App,
    caller: &SupervisorCaller,
    params: &ImportParams,
    body: &[u8],
) -> Result<ImportReport, ApiError> {
    let reach = caller.require(app, "report.receive")?;
    let elsewhere = grid_stream(app, caller, &params.grid)?;
    let body = complaint_text(body)?;
    let not_csv = |error: csv::Error| ApiError::bad_request(&error.to_string());
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .from_reader(body.as_bytes());
    let texts = |record: &csv::StringRecord| record.iter().map(str::to_owned).collect();
    let headings: Vec<String> = texts(reader.headers().map_err(not_csv)?);
    let mut rows: Vec<Vec<String>> = Vec::new();
    for record in reader.records() {
        rows.push(texts(&record.map_err(not_csv)?));
    }
    let read = read_complaints(&caller.policy, &headings, rows, &params.source)
        .map_err(|error| unreadable(caller, &error))?;
    let mut report = ImportReport {
        dry_run: params.dry_run,
        unknown_columns: unknown_columns(&caller.policy, &headings),
        ..ImportReport::default()
    };
    let mut in_file = BTreeSet::new();
    let mut places = Places {
        app,
        reach: &reach,
        all: None,
    };
    for row in read {
        let complaint = match row.complaint {
            Ok(complaint) => complaint,
            Err(error) => {
                report.bad.push(BadRow {
                    line: row.line,
                    reason: error.zh(),
                });
                continue;
            }
        };
        if complaint.source == params.source {
            in_file.insert(complaint.number.clone());
        }
        enter(
            app,
            caller,
            (&mut places, elsewhere),
            (row.line, complaint),
            &mut report,
        )?;
    }
    report.not_in_file = open_elsewhere(app, caller, &reach, &params.source, &in_file)?;
    Ok(report)
}

fn enter(
    app: &App,
    caller: &SupervisorCaller,
    (places, elsewhere): (&mut Places<'_>, StreamId),
    (line, complaint): (usize, Complaint),
    report: &mut ImportReport,
) -> Result<(), ApiError> {
    let record = record_of(app, &complaint);
    let known = entered_before(app, caller, &complaint)?;
    let said = WithoutCaller::of(caller, &complaint);
    let tenant = &app.tenant;
    // Who complained lies apart, sealed: the log goes to phones.
    let reporter = Reporter {
        name: complaint.reporter,
        phone: complaint.phone,
    };
    if let Some(listed) = known {
        // It is kept after the complaint is: where the first import broke off in between, the next
        // one makes up for it. Who is kept already stays.
        if places.reach.covers(&listed) {
            if !report.dry_run {
                app.reports.keep(tenant, listed.record, Some(reporter))?;
            }
            // An earlier version entered it as it was written.
            let written = (complaint.text.as_str(), complaint.place.as_str());
            let marked = (said.text.text.as_str(), said.place.text.as_str());
            if reads_otherwise(app, caller, &listed, written)?
                && reads_otherwise(app, caller, &listed, marked)?
            {
                report.differs.push(DifferingComplaint {
                    number: complaint.number.clone(),
                    line,
                    record: listed.record.to_string(),
                });
            }
        }
        report.already.push(complaint.number);
        return Ok(());
    }
    let premises = places.locate(&complaint.place)?;
    let mut content: BTreeMap<String, Scalar> = BTreeMap::new();
    content.insert("title".to_owned(), said.text.text.as_str().into());
    // A call that is still to come was none: its words stay as they are.
    let called_at = complaint.called_at.filter(|at| *at <= tenant.now());
    let odd_time = match complaint.called_at {
        _ if complaint.time.is_empty() => None,
        None => Some("来电时间无法识别，按原文保留（the time is none that can be read）"),
        Some(at) if at > tenant.now() => {
            Some("来电时间晚于现在，按原文保留（the time is still to come）")
        }
        Some(_) => None,
    };
    if let Some(at) = called_at {
        content.insert(CALLED_AT.to_owned(), at.0.into());
    }
    let mut open_hazards = Vec::new();
    if let Some(premises) = &premises {
        content.insert(PREMISES.to_owned(), premises.record.to_string().into());
        let kind = RecordKind::Rectification;
        let found = tenant
            .database
            .hanging_on(tenant.id(), premises.record, &kind, 100)?;
        let ended = ["closed", "voided", "withdrawn", "draft"];
        open_hazards = found
            .iter()
            .filter(|one| !ended.contains(&one.status.as_str()))
            .map(|one| one.record.to_string())
            .collect();
    }
    let place = Place {
        stream: premises.as_ref().map_or(elsewhere, |found| found.stream),
        record,
        kind: RecordKind::Report,
    };
    let mut fields = BTreeMap::new();
    // The step has no field of its own for the time of the call: whoever reads the text is told.
    let time = called_at.map_or_else(
        || complaint.time.clone(),
        |at| at.china_datetime().format("%Y-%m-%d %H:%M").to_string(),
    );
    let text = if time.is_empty() {
        said.text.text.clone()
    } else {
        format!("{}{CALLED}{time}）", said.text.text)
    };
    for (name, value) in [
        ("source", &complaint.source),
        ("text", &text),
        ("external_number", &complaint.number),
        ("place", &said.place.text),
    ] {
        if !value.is_empty() {
            fields.insert(name.to_owned(), value.clone());
        }
    }
    let step = StepBody {
        step: "report.receive".to_owned(),
        fields,
        ..StepBody::default()
    };
    let acted = if report.dry_run {
        rehearse_step(app, caller, &place, &content, &step)
    } else {
        write_and_step(app, caller, &place, &content, &step)
    };
    match acted {
        Ok(acted) if acted.outcome.effect == Effect::Applied => {
            if !report.dry_run {
                app.reports.keep(tenant, record, Some(reporter))?;
            }
            report.odd_times.extend(odd_time.map(|reason| BadRow {
                line,
                reason: reason.to_owned(),
            }));
            report
                .marked
                .extend(said.told().map(|reason| BadRow { line, reason }));
            report.entered.push(EnteredComplaint {
                number: complaint.number,
                record: record.to_string(),
                premises: premises.map(|found| found.title).unwrap_or_default(),
                open_hazards,
            });
        }
        Ok(acted) => report.bad.push(BadRow {
            line,
            reason: match acted.outcome.effect {
                Effect::NoEffect(reason) => format!("{}（{}）", reason.text(), reason.code),
                Effect::Applied => String::new(),
            },
        }),
        Err(RelayError::Refused(reason)) => report.bad.push(BadRow {
            line,
            reason: refusal_text(reason).0.to_owned(),
        }),
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

/// A file that lacks a column says which, and how it may be called.
fn unreadable(caller: &SupervisorCaller, error: &ComplaintFileError) -> ApiError {
    let ComplaintFileError::NoColumn(field) = error else {
        return ApiError::bad_request(&error.to_string());
    };
    let names = caller.policy.cases.complaint_columns.get(*field);
    let names = names.map(|names| names.join("、")).unwrap_or_default();
    let zh = format!("文件第一行缺少必需的列，列名可为：{names}");
    let en = format!("{error}: it may be called {names}");
    ApiError::new(StatusCode::BAD_REQUEST, "column_missing", &zh, &en)
}

/// What a row says, without its caller（隐去来电人的工单）.
struct WithoutCaller {
    text: MarkedText,
    place: MarkedText,
}

impl WithoutCaller {
    fn of(caller: &SupervisorCaller, complaint: &Complaint) -> Self {
        let words = &caller.policy.cases.placeholder_names;
        let names = names_somebody(words, &complaint.reporter);
        let name = if names {
            complaint.reporter.as_str()
        } else {
            ""
        };
        Self {
            text: mark_caller(&complaint.text, name, &complaint.phone),
            place: mark_caller(&complaint.place, name, &complaint.phone),
        }
    }

    /// What was taken out, and where.
    fn told(&self) -> Option<String> {
        let parts = [("内容", &self.text), ("地点", &self.place)];
        let told = parts.into_iter().filter_map(|(field, marked)| {
            let what = match (marked.had_name, marked.had_phone) {
                (true, true) => "来电人姓名、电话",
                (true, false) => "来电人姓名",
                (false, true) => "电话",
                (false, false) => return None,
            };
            Some(format!("{field}中的{what}已隐去"))
        });
        let told: Vec<String> = told.collect();
        let marks = "（name or number replaced by a mark）";
        (!told.is_empty()).then(|| format!("{}{marks}", told.join("；")))
    }
}

/// Whether a complaint that was entered before says something else than the file now: what was
/// entered has the time of the call behind its text.
fn reads_otherwise(
    app: &App,
    caller: &SupervisorCaller,
    listed: &ListedRecord,
    (text, place): (&str, &str),
) -> Result<bool, ApiError> {
    let store = app.tenant.database.turn(app.tenant.id())?;
    let state = state_of(store.as_ref(), &caller.control, listed)?;
    let entered = state.case.field("text");
    let behind = entered.strip_prefix(text);
    let same = behind.is_some_and(|rest| rest.is_empty() || rest.starts_with(CALLED));
    let moved = !place.is_empty() && state.case.field("place") != place;
    Ok(!same || moved)
}

/// The complaint as it stands here already, if it was entered before. One that an earlier version
/// entered has an id that follows from its number alone, whichever channel it came by.
fn entered_before(
    app: &App,
    caller: &SupervisorCaller,
    complaint: &Complaint,
) -> Result<Option<ListedRecord>, ApiError> {
    let tenant = &app.tenant;
    let found = tenant
        .database
        .listed(tenant.id(), record_of(app, complaint))?;
    if found.is_some() {
        return Ok(found);
    }
    let by_number = record_named(&format!("complaint/{}/{}", tenant.id(), complaint.number));
    let Some(listed) = tenant.database.listed(tenant.id(), by_number)? else {
        return Ok(None);
    };
    let store = tenant.database.turn(tenant.id())?;
    let state = state_of(store.as_ref(), &caller.control, &listed)?;
    let same = state.case.field("source") == complaint.source;
    Ok(same.then_some(listed))
}

/// The record of a complaint follows from its channel and number: the same file twice is entered
/// once, and two channels may count alike.
fn record_of(app: &App, complaint: &Complaint) -> RecordId {
    let Complaint { source, number, .. } = complaint;
    // A code of a channel holds no slash, and no tenant is called `by_channel`.
    record_named(&format!(
        "complaint/by_channel/{}/{source}/{number}",
        app.tenant.id()
    ))
}

fn record_named(name: &str) -> RecordId {
    let digest = sha256(name.as_bytes());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest.0[..16]);
    RecordId::from_bytes(bytes)
}

/// The premises among which the places of a file are looked up.
struct Places<'a> {
    app: &'a App,
    reach: &'a Reach,
    /// All whose names say enough, read once: when the first place is found by no text.
    all: Option<Vec<ListedRecord>>,
}

impl Places<'_> {
    /// The only premises whose name the place holds, if there is one.
    fn locate(&mut self, place: &str) -> Result<Option<ListedRecord>, ApiError> {
        if place.trim().is_empty() {
            return Ok(None);
        }
        let tenant = &self.app.tenant;
        let by_address = ListQuery {
            text: Some(place.trim().to_owned()),
            ..ListQuery::of(
                RecordKind::Premises,
                self.reach.clone(),
                ListOrder::Newest { after: None },
                2,
            )
        };
        let mut found = tenant.database.list(tenant.id(), &by_address)?;
        if found.is_empty() {
            let all = match self.all.take() {
                Some(all) => all,
                None => {
                    let query = oldest_first(&RecordKind::Premises, self.reach);
                    gathered(self.app, query, |premises| {
                        let says = premises.title.chars().count() >= SHORTEST_NAME;
                        says.then_some(premises)
                    })?
                }
            };
            let named = all
                .iter()
                .filter(|premises| place.contains(&premises.title));
            found.extend(named.take(2).cloned());
            self.all = Some(all);
        }
        Ok(found.pop().filter(|_| found.is_empty()))
    }
}

/// Numbers of a channel that are open here and do not stand in the file.
fn open_elsewhere(
    app: &App,
    caller: &SupervisorCaller,
    reach: &Reach,
    source: &str,
    in_file: &BTreeSet<String>,
) -> Result<Vec<String>, ApiError> {
    let store = app.tenant.database.turn(app.tenant.id())?;
    let mut numbers = Vec::new();
    let query = ListQuery {
        open: true,
        ..oldest_first(&RecordKind::Report, reach)
    };
    let open = gathered(app, query, |listed| {
        let status = listed.status.as_str();
        matches!(status, "received" | "triaged" | "dispatched").then_some(listed)
    })?;
    for listed in open {
        let state = state_of(store.as_ref(), &caller.control, &listed)?;
        let number = state.case.field("external_number");
        let same = state.case.field("source") == source && !number.is_empty();
        if same && !in_file.contains(number) {
            numbers.push(number.to_owned());
        }
    }
    Ok(numbers)
}
