use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use wangge_domain::UserId;
use wangge_domain::control::{ControlEvent, ControlState, DeviceEnrollment};
use wangge_protocol::{EnrollRequest, EnrollResponse};
use wangge_sync_engine::relay::{control, issue_lease};
use wangge_sync_engine::store::RelayCommit;

use crate::enrollment_code::code_digest;
use crate::http::{ApiError, App, PeerAddress, cbor_reply, read_cbor};
use crate::store::CodeUse;

const BODY_LIMIT: usize = 8 * 1024;
const LABEL_LIMIT: usize = 120;

/// Enrolls a device with a one-time code（登记设备）.
pub(crate) async fn run(
    State(app): State<Arc<App>>,
    peer: PeerAddress,
    body: Body,
) -> Result<Response, ApiError> {
    let request: EnrollRequest = read_cbor(body, BODY_LIMIT).await?;
    let response = app
        .blocking(move |app| enroll(app, &request, &peer.key()))
        .await?;
    Ok(cbor_reply(&response))
}

fn enroll(app: &App, request: &EnrollRequest, from: &str) -> Result<EnrollResponse, ApiError> {
    let tenant = &app.tenant;
    // An old app is told so before its code is used up.
    tenant.turn_old_apps_away(request.capabilities)?;
    if request.root.is_some_and(|root| root != tenant.row.root_key) {
        return Err(ApiError::new(
            StatusCode::CONFLICT,
            "other_root",
            "登记链接中的根密钥与本中继不符，登记码没有用掉，请向管理员索取新的登记链接",
            "the link names another root key; its code is not used up: ask for a new link",
        ));
    }
    app.throttle.admit(tenant, "enroll", "", from)?;
    let message = EnrollRequest::proof_message(&request.code, request.device);
    let is_proven = request.key.verify(&message, &request.proof).is_ok();
    let used = if is_proven {
        let digest = code_digest(&request.code);
        tenant
            .database
            .take_code(tenant.id(), digest, request.device, tenant.now())?
    } else {
        CodeUse::NotValid
    };
    let CodeUse::Taken(user) = used else {
        app.throttle.failed(tenant, "enroll", "", from)?;
        return Err(ApiError::new(
            StatusCode::FORBIDDEN,
            "code_not_valid",
            "登记码无效、已使用或已过期，请向管理员索取新的登记码",
            "the code is wrong, used, or expired: ask for a new one",
        ));
    };
    app.throttle.succeeded(tenant, "enroll", "", from)?;
    append_enrollment(app, request, user)?;
    let lease = tenant.turn(|context| {
        let address = app.tenant.row.address.as_str();
        let lease = issue_lease(context, request.device, user, address)?;
        let commit = RelayCommit {
            leases: vec![lease.clone()],
            ..RelayCommit::default()
        };
        Ok((lease, commit))
    })?;
    let control = tenant.control()?;
    let policy = control
        .policy_at(tenant.now())
        .map(|in_force| tenant.database.policy(tenant.id(), in_force.revision))
        .transpose()?
        .flatten()
        .ok_or_else(ApiError::internal)?;
    let keys = tenant.database.service_keys(tenant.id())?;
    let revoked = tenant.trust()?.revoked.map(|list| list.keys);
    let revoked = revoked.unwrap_or_default();
    Ok(EnrollResponse {
        tenant: tenant.id(),
        tenant_name: tenant.row.name.clone(),
        user,
        lease,
        root_key: tenant.row.root_key,
        service_keys: keys
            .iter()
            .filter(|key| !revoked.contains(&key.public_key))
            .map(|key| (key.public_key, key.certificate))
            .collect(),
        policy: policy.bytes,
        token: app.tokens.issue(request.device, user, tenant.now()),
        demo: tenant.row.demo,
    })
}

/// Writes the enrollment into the control stream, unless this very one stands there already: the
/// answer was lost and the phone asks again.
fn append_enrollment(app: &App, request: &EnrollRequest, user: UserId) -> Result<(), ApiError> {
    let key = request.key.to_hex();
    app.tenant.turn(|context| {
        let held = context.control.devices.get(&(request.device, user));
        if held.is_some_and(|held| held.enrollment.public_key == key) {
            return Ok(((), RelayCommit::default()));
        }
        let short_id = held.map_or_else(
            || free_short_id(context.control),
            |held| held.enrollment.short_id.clone(),
        );
        let enrollment = DeviceEnrollment {
            device: request.device,
            user,
            algorithm: 1,
            public_key: key.clone(),
            short_id,
            label: request.label.chars().take(LABEL_LIMIT).collect(),
            relay_service: false,
        };
        Ok((
            (),
            control(context, &ControlEvent::DeviceEnrolled(enrollment))?,
        ))
    })?;
    Ok(())
}

/// A short id that no other enrollment has: letters that are not mistaken for one another.
pub(super) fn free_short_id(control: &ControlState) -> String {
    let taken: std::collections::HashSet<&str> = control
        .devices
        .values()
        .map(|held| held.enrollment.short_id.as_str())
        .collect();
    loop {
        let bytes: [u8; 5] = rand::random();
        let id = crate::enrollment_code::crockford(&bytes);
        for length in 4..=id.len() {
            let short: String = id.chars().take(length).collect();
            if !taken.contains(short.as_str()) {
                return short;
            }
        }
    }
}
