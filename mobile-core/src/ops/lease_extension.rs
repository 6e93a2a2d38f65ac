use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use reqwest::Url;
use wangge_domain::control::ControlState;
use wangge_domain::lifecycle::Reason;
use wangge_domain::{DeviceId, Timestamp, UserId};
use wangge_protocol::{LeaseExtension, PublicKey, SignedExtension, decode, encode};
use wangge_sync_engine::store::ClientStore as _;

use crate::error::CoreError;
use crate::facade::Core;
use crate::session::Session;

const DAY_MS: i64 = 24 * 3600 * 1000;
/// Bytes of a code at most, decoded.
const MAX_BYTES: usize = 512;

impl Core {
    /// What this phone shows to a person who may let it work on offline（申请延期码）: a QR with its
    /// device and person, nothing secret.
    ///
    /// # Errors
    /// [`CoreError::NotEnrolled`].
    pub fn lease_request(&self) -> Result<String, CoreError> {
        let session = self.session_even_locked()?;
        Ok(format!(
            "wangge://lease-request?d={}&u={}",
            session.device, session.user
        ))
    }

    /// Lets another one's phone work on offline（签发延期码）for so many days from now: a text of fewer
    /// than 300 characters, to be shown as a QR. For those who may admit that person's work later
    /// (`quarantine_admit` over all the grids); never for one's own.
    ///
    /// # Errors
    /// [`CoreError::InvalidInput`], [`CoreError::NotAllowed`], [`CoreError::Cloned`].
    pub fn sign_lease_extension(&self, request: &str, days: u32) -> Result<String, CoreError> {
        let session = self.session()?;
        self.may_seal()?;
        let (device, user) = read_request(request)?;
        let now = self.now(&session);
        let longest = session.policy.lease.days;
        if !(1..=longest).contains(&days) {
            return Err(CoreError::InvalidInput(format!("days: 1 to {longest}")));
        }
        let known = session.control.devices.get(&(device, user));
        let may = known.is_some_and(|held| held.revoked.is_none())
            && now <= session.offline_until()
            && session
                .control
                .may_extend_lease(&session.policy, session.user, user, now);
        if !may {
            return Err(CoreError::NotAllowed(Reason::new(
                "no_permission",
                "design 7",
            )));
        }
        let extension = LeaseExtension {
            tenant: session.tenant,
            device,
            user,
            until: now.plus_ms(i64::from(days) * DAY_MS),
            made_at: now,
            by_device: session.device,
            by: session.user,
        };
        let signed = SignedExtension::sign(&extension, &session.key);
        let text = URL_SAFE_NO_PAD.encode(encode(&signed));
        Ok(format!("wangge://lease?x={text}"))
    }

    /// Takes a code that lets this phone work on offline（扫描延期码）; gives until when. The relay
    /// judges it again, by who may sign what, when the work arrives.
    ///
    /// # Errors
    /// [`CoreError::InvalidInput`]: no code, for another phone, not signed by anybody this phone
    /// knows, too long, or no later than what it has. [`CoreError::NotAllowed`].
    pub fn accept_lease_extension(&self, code: &str) -> Result<Timestamp, CoreError> {
        let session = self.session_even_locked()?;
        let invalid = |what: &str| CoreError::InvalidInput(format!("lease code: {what}"));
        let signed = read_code(code)?;
        let extension = signed.read().map_err(|_| invalid("not readable"))?;
        let is_ours = extension.tenant == session.tenant
            && extension.device == session.device
            && extension.user == session.user;
        if !is_ours {
            return Err(invalid("for another phone"));
        }
        if !is_signed(&session.control, &signed, &extension) {
            return Err(invalid("signature"));
        }
        let longest = i64::from(session.policy.lease.days) * DAY_MS;
        let now = self.now(&session);
        if extension.until > extension.made_at.plus_ms(longest)
            || extension.made_at > now.plus_ms(longest)
        {
            return Err(invalid("too long"));
        }
        if extension.until <= session.offline_until() {
            return Err(invalid("no later than the lease"));
        }
        let may = session.control.may_extend_lease(
            &session.policy,
            extension.by,
            session.user,
            extension.made_at,
        );
        if !may {
            return Err(CoreError::NotAllowed(Reason::new(
                "no_permission",
                "design 7",
            )));
        }
        self.inner.store.keep_extension(&signed)?;
        self.reload_session()?;
        Ok(extension.until)
    }

    /// By whose word the lease in force goes on, if it needs one.
    pub(super) fn extensions(&self) -> Result<Vec<SignedExtension>, CoreError> {
        Ok(self.inner.store.lease_extension()?.into_iter().collect())
    }
}

impl Session {
    /// Until when this phone may work offline: by its lease, or by somebody's word.
    pub(crate) fn offline_until(&self) -> Timestamp {
        let leased = self
            .extended_until
            .map_or(self.lease.offline_until, |until| {
                until.max(self.lease.offline_until)
            });
        self.control.lease_until(self.device, self.user, leased)
    }
}

fn is_signed(control: &ControlState, signed: &SignedExtension, extension: &LeaseExtension) -> bool {
    let signer = control.devices.get(&(extension.by_device, extension.by));
    signer.is_some_and(|held| {
        held.revoked.is_none()
            && !held.enrollment.relay_service
            && PublicKey::from_hex(&held.enrollment.public_key)
                .is_some_and(|key| signed.verify(&key).is_ok())
    })
}

fn read_request(text: &str) -> Result<(DeviceId, UserId), CoreError> {
    let invalid = || CoreError::InvalidInput("lease request".to_owned());
    let url = link(text, "lease-request").ok_or_else(invalid)?;
    let device = part(&url, "d").and_then(|id| id.parse().ok());
    let user = part(&url, "u").and_then(|id| id.parse().ok());
    device.zip(user).ok_or_else(invalid)
}

/// Reads a code; what it says is not believed yet.
pub(super) fn read_code(text: &str) -> Result<SignedExtension, CoreError> {
    let invalid = || CoreError::InvalidInput("lease code".to_owned());
    let url = link(text, "lease").ok_or_else(invalid)?;
    let packed = part(&url, "x").ok_or_else(invalid)?;
    if packed.len() > MAX_BYTES * 4 / 3 {
        return Err(invalid());
    }
    let bytes = URL_SAFE_NO_PAD.decode(packed).map_err(|_| invalid())?;
    decode(&bytes).map_err(|_| invalid())
}

fn link(text: &str, host: &str) -> Option<Url> {
    let url = Url::parse(text.trim()).ok()?;
    (url.scheme() == "wangge" && url.host_str() == Some(host)).then_some(url)
}

fn part(url: &Url, name: &str) -> Option<String> {
    let mut pairs = url.query_pairs();
    pairs
        .find(|(key, _)| key == name)
        .map(|(_, value)| value.into_owned())
}
