//! The owner's page（业主反馈页, S4-06）: the one-time code of a notice, what is to be put right, photos and
//! a line of text.

mod look;
mod photos;
mod send;

pub(crate) use look::look;
pub(crate) use send::send;

use axum::http::StatusCode;
use wangge_domain::RecordId;
use wangge_domain::hazard::Hazard;
use wangge_domain::lifecycle::RecordState;
use wangge_domain::owner_page::{OwnerPageRefusal, check_owner_code};
use wangge_domain::policy::PolicyPack;
use wangge_domain::record::RecordKind;

use crate::http::{ApiError, App, PeerAddress, Throttle, escaped};
use crate::paper::record_of_kind;

/// Hazards of one inspection that one notice speaks of, at most.
const MOST: u32 = 500;

/// Where the code of a notice is typed; empty for papers that ask nobody to report.
pub(crate) fn code_form(kind: &str, record: &str) -> String {
    if !matches!(kind, "notice" | "recheck") {
        return String::new();
    }
    format!(
        "<form method=\"post\" action=\"/p/{}/{}\">\
         <label for=\"code\">整改完成后反馈：输入文书上的一次性反馈码 / One-time code</label>\
         <input id=\"code\" name=\"code\" inputmode=\"numeric\" autocomplete=\"off\" required \
         maxlength=\"20\"><button type=\"submit\">下一步 / Next</button></form>",
        escaped(kind),
        escaped(record)
    )
}

/// The hazard that a code opens.
pub(super) struct Opened {
    pub(super) hazard: RecordId,
    pub(super) content: Hazard,
    pub(super) state: RecordState,
    pub(super) policy: std::sync::Arc<PolicyPack>,
    pub(super) issuer: String,
}

/// Finds the hazard of a paper that a code opens. Wrong codes and papers that do not exist fail
/// alike, and slow down whoever guesses: at one paper from one address, at many papers from one
/// address, at one paper from many addresses.
pub(super) fn open(
    app: &App,
    peer: PeerAddress,
    record: &str,
    code: &str,
) -> Result<Opened, ApiError> {
    let (tenant, from) = (&app.tenant, peer.key());
    let throttle = app.throttle;
    let known = record.parse::<RecordId>().ok();
    // What is no id counts as one paper that does not exist.
    let about = known.map_or_else(String::new, |record| record.to_string());
    let counted = [
        (Throttle::OWNER, about.as_str(), from.as_str()),
        (Throttle::OWNER_ADDRESS, "", from.as_str()),
        (Throttle::OWNER_PAPER, about.as_str(), ""),
    ];
    // At one paper from one address, from one address, at one paper.
    throttle.admit(tenant, Throttle::OWNER, &about, &from)?;
    throttle.admit_address(app, Throttle::OWNER_ADDRESS, &from)?;
    throttle.admit_paper(app, &about)?;
    let found = match known {
        Some(record) => opened(app, record, code)?,
        None => Err(OwnerPageRefusal::Unknown),
    };
    match found {
        Ok(opened) => {
            let (what, paper, address) = counted[0];
            throttle.succeeded(tenant, what, paper, address)?;
            throttle.came_from(tenant, Throttle::OWNER_ADDRESS, &from)?;
            Ok(opened)
        }
        Err(refusal) => {
            for (what, paper, address) in counted {
                throttle.failed(tenant, what, paper, address)?;
            }
            Err(refused(refusal))
        }
    }
}

fn opened(
    app: &App,
    record: RecordId,
    code: &str,
) -> Result<Result<Opened, OwnerPageRefusal>, ApiError> {
    let tenant = &app.tenant;
    let control = tenant.control()?;
    let policy = tenant.policy(&control)?;
    let mut refusal = OwnerPageRefusal::Unknown;
    for hazard in hazards_of(app, record)? {
        let kind = RecordKind::Rectification;
        let Some((grid, file)) = record_of_kind(tenant, &control, hazard, &kind)? else {
            continue;
        };
        match check_owner_code(&policy, hazard, &file.state, tenant.now(), code) {
            Ok(_) => {
                let body = file.state.issuer.clone().unwrap_or_default();
                let issuer = crate::paper::issuer_name(tenant, &control, &policy, &body, grid);
                return Ok(Ok(Opened {
                    hazard,
                    content: Hazard::from_content(&file.content),
                    state: file.state,
                    policy,
                    issuer,
                }));
            }
            Err(OwnerPageRefusal::Unknown) => {}
            Err(other) => refusal = other,
        }
    }
    Ok(Err(refusal))
}

/// The hazard itself, or those that were found in an inspection.
fn hazards_of(app: &App, record: RecordId) -> Result<Vec<RecordId>, ApiError> {
    let tenant = &app.tenant;
    let Some(listed) = tenant.database.listed(tenant.id(), record)? else {
        return Ok(Vec::new());
    };
    match (&listed.kind, listed.premises) {
        (RecordKind::Rectification, _) => Ok(vec![record]),
        (RecordKind::Inspection, Some(premises)) => {
            let kind = RecordKind::Rectification;
            let found = tenant
                .database
                .hanging_on(tenant.id(), premises, &kind, MOST)?;
            Ok(found.into_iter().map(|one| one.record).collect())
        }
        _ => Ok(Vec::new()),
    }
}

/// A refusal of the page.
pub(super) fn refused(refusal: OwnerPageRefusal) -> ApiError {
    let status = match refusal {
        OwnerPageRefusal::Unknown => StatusCode::FORBIDDEN,
        OwnerPageRefusal::Expired => StatusCode::GONE,
        OwnerPageRefusal::Used
        | OwnerPageRefusal::NotServed
        | OwnerPageRefusal::UnderReview
        | OwnerPageRefusal::Over => StatusCode::CONFLICT,
    };
    let en = format!("{refusal} ({})", OwnerPageRefusal::RULE);
    ApiError::new(status, refusal.code(), refusal.zh(), &en)
}
