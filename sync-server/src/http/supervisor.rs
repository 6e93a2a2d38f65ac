use std::collections::BTreeSet;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use wangge_domain::control::ControlState;
use wangge_domain::people::Scope;
use wangge_domain::policy::PolicyPack;
use wangge_domain::{GridId, StreamId, UserId};
use wangge_protocol::sha256;
use wangge_sync_engine::store::StoreError;

use super::caller_slot::CallerSlot;
use super::{ApiError, App, Rate};
use crate::access::{Door, rule_for};
use crate::store::Reach;

/// The session cookie. The prefix binds it to this host, TLS and path.
pub(crate) const COOKIE: &str = "__Host-wangge";
/// A session that was not used for so long ends.
const IDLE_MS: i64 = 60 * 60_000;
/// Uses closer together than this are not written down.
const TOUCH_MS: i64 = 60_000;

/// A person with a session（已登录人员）.
#[derive(Clone)]
pub(crate) struct SupervisorCaller {
    pub(crate) user: UserId,
    pub(crate) session: wangge_domain::Digest,
    pub(crate) control: Arc<ControlState>,
    pub(crate) policy: Arc<PolicyPack>,
}

impl SupervisorCaller {
    /// What the caller may do an operation on, by the permission table of the policy pack.
    pub(crate) fn reach(&self, app: &App, operation: &str) -> Reach {
        reach_of(
            &self.control,
            &self.policy,
            self.user,
            app.tenant.now(),
            operation,
        )
    }

    /// Deny by default: the caller must be allowed the operation somewhere.
    pub(crate) fn require(&self, app: &App, operation: &str) -> Result<Reach, ApiError> {
        let reach = self.reach(app, operation);
        if reach == Reach::default() {
            Err(ApiError::forbidden())
        } else {
            Ok(reach)
        }
    }

    /// The grids in which the caller may do both（同时具备两项权限）: whoever manages one area and reads another has
    /// neither of what asks for the two together.
    pub(crate) fn require_both(
        &self,
        app: &App,
        one: &str,
        other: &str,
    ) -> Result<Reach, ApiError> {
        let (mut streams, others) = (self.require(app, one)?.streams, self.require(app, other)?);
        streams.retain(|stream| others.streams.contains(stream));
        if streams.is_empty() {
            return Err(ApiError::forbidden());
        }
        Ok(Reach::of_grids(&self.control, streams))
    }
}

/// What a person may do an operation on, by the permission table of the policy pack.
pub(crate) fn reach_of(
    control: &ControlState,
    policy: &PolicyPack,
    user: UserId,
    now: wangge_domain::Timestamp,
    operation: &str,
) -> Reach {
    let mut reach = Reach::default();
    for grant in control.grants_of(user, now) {
        let Some(row) = policy.permits(grant.role, operation) else {
            continue;
        };
        let level = match grant.scope {
            Scope::Subtree(grid) => control.grids.get(&grid).map(|found| found.level),
            _ => None,
        };
        if !row.scope.honours(&grant.scope, level) {
            continue;
        }
        let streams = match grant.scope {
            Scope::Premises(premises) => {
                reach.premises.insert(premises);
                continue;
            }
            Scope::Subtree(grid) => streams_below(control, Some(grid)),
            Scope::Tenant => streams_below(control, None),
        };
        match &grant.department {
            // Officers of a department see what was sent to them, nothing else.
            Some(department) if grant.role == wangge_domain::people::Role::DeptOfficer => {
                reach
                    .departments
                    .entry(department.clone())
                    .or_default()
                    .extend(streams);
            }
            _ => reach.streams.extend(streams),
        }
    }
    // Of what was granted as one premises nothing is away, wherever it lives.
    reach.by_home(control)
}

/// The streams of all grids below a grid, past ones too: their records stay.
pub(crate) fn streams_below(control: &ControlState, top: Option<GridId>) -> BTreeSet<StreamId> {
    control
        .grids
        .values()
        .filter(|grid| top.is_none_or(|top| control.is_within(grid.grid, top)))
        .map(|grid| StreamId::of_grid(grid.grid))
        .collect()
}

/// The grids that a reach does not cover whole（未全见的网格）: itself, or something below it, is not read. Once for
/// all of them: a county has thousands, and each of them as many that might lie below it.
pub(crate) fn partly_read(control: &ControlState, reach: &Reach) -> BTreeSet<GridId> {
    let unread = control.grids.keys();
    let unread = unread.filter(|grid| !reach.streams.contains(&StreamId::of_grid(**grid)));
    unread.flat_map(|grid| control.path(*grid)).collect()
}

/// Whether a reach is that of somebody of the whole county（全县）: nothing lies beyond it. In a tenant of
/// one township that is everybody who has charge of the township.
pub(crate) fn is_countywide(control: &ControlState, reach: &Reach) -> bool {
    streams_below(control, None).is_subset(&reach.streams)
}

impl App {
    fn supervisor_caller(&self, cookie: Option<&str>) -> Result<SupervisorCaller, ApiError> {
        let cookie = cookie.ok_or_else(ApiError::unauthorized)?;
        let digest = sha256(cookie.as_bytes());
        let (tenant, now) = (&self.tenant, self.tenant.now());
        let session = tenant
            .database
            .session(tenant.id(), digest)?
            .filter(|session| now < session.expires_at && now.0 - session.seen_at.0 < IDLE_MS)
            .ok_or_else(ApiError::unauthorized)?;
        if now.0 - session.seen_at.0 > TOUCH_MS {
            match tenant.database.touch_session(digest, now) {
                // Reading goes on when nothing can be written any more.
                Ok(()) | Err(StoreError::DiskFull) => {}
                Err(error) => return Err(error.into()),
            }
        }
        let control = tenant.control()?;
        if !control.people.contains_key(&session.user) {
            return Err(ApiError::unauthorized());
        }
        let policy = tenant.policy(&control)?;
        Ok(SupervisorCaller {
            user: session.user,
            session: digest,
            control,
            policy,
        })
    }

    /// When a session that was last used before this has ended.
    pub(crate) fn idle_since(now: wangge_domain::Timestamp) -> wangge_domain::Timestamp {
        now.plus_ms(-IDLE_MS)
    }
}

/// A cookie by its name.
pub(crate) fn cookie<'a>(headers: &'a HeaderMap, wanted: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, _)| *name == wanted)
        .map(|(_, value)| value)
        .filter(|value| value.len() <= 128)
}

/// A write of a browser must carry a header that no form and no foreign page can set.
pub(crate) fn require_csrf(headers: &HeaderMap) -> Result<(), ApiError> {
    let is_set = headers
        .get("wangge-csrf")
        .is_some_and(|value| value.as_bytes() == b"1");
    if is_set {
        return Ok(());
    }
    Err(ApiError::new(
        StatusCode::FORBIDDEN,
        "csrf",
        "请求缺少安全标头",
        "the header Wangge-CSRF: 1 is missing",
    ))
}

impl FromRequestParts<Arc<App>> for SupervisorCaller {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, ApiError> {
        if !parts.method.is_safe() {
            require_csrf(&parts.headers)?;
        }
        let cookie = cookie(&parts.headers, COOKIE).map(str::to_owned);
        let caller = app
            .blocking(move |app| app.supervisor_caller(cookie.as_deref()))
            .await?;
        CallerSlot::tell(parts, caller.user);
        let now = app.rates.now_ms();
        app.rates
            .admit("person", caller.user.to_string(), Rate::PERSON, now)?;
        // Deny by default: a route without a rule is nobody's.
        let rule = rule_for(parts).ok_or_else(ApiError::forbidden)?;
        if !matches!(rule.door, Door::Session | Door::Either) {
            return Err(ApiError::forbidden());
        }
        for operation in rule.operations {
            caller.require(app, operation)?;
        }
        Ok(caller)
    }
}
