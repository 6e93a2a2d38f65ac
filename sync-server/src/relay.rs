use std::net::{IpAddr, Ipv4Addr, SocketAddr, UdpSocket};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;
use wangge_domain::Digest;

use crate::audit::AuditLog;
use crate::backup::{BackupDuty, PartPlace, Shipper};
use crate::backup_target::BackupTarget;
use crate::basemap::BaseMap;
use crate::blob::Blobs;
use crate::clock::Clock;
use crate::configuration::Configuration;
use crate::courier::publish_recipient;
use crate::damage::{DamageWatch, FirstLook, look_at_start};
use crate::data_folder::DataFolder;
use crate::disk::{DiskProbe, DiskWatch, FolderDisk};
use crate::error::RelayStartError;
use crate::http::{
    App, BodyRoom, Callers, Patience, Proxies, Quotas, Rates, SYNCS, Seats, Serving, Throttle, Tls,
    Tokens, serve,
};
use crate::jobs::{self, AuditDuty, DeadlineReport, Jobs};
use crate::keys::{metrics_token, publish_policy_key, token_secret};
use crate::metrics::Metrics;
use crate::opening::{LISTENING_KEY, ServiceUse, choose_clock, open_ears, open_tenant};
use crate::public_reports::PublicReports;
use crate::read_only::{ShowsOnly, on_a_copy};
use crate::routes::router;
use crate::sign_on::SignOn;
use crate::tenant::Tenant;
use crate::webhooks::WebhookDuty;
use crate::witness_duty::WitnessDuty;

/// Reports of owners whose photos are decoded at once.
const OWNER_PHOTOS: usize = 2;
/// Password checks at the same time.
const LOGINS: usize = 2;
/// Wake streams of one device: it needs one, and where its network breaks off some are left behind for a while.
const DEVICE_WAKES: usize = 32;

/// Which clock a relay follows.
#[derive(Clone, Default)]
pub enum ClockChoice {
    /// The machine's.
    #[default]
    System,
    /// A file's, for a folder made by `init --demo` only.
    File(PathBuf),
    /// The caller's, for tests. Whoever moves it also runs the jobs ([`RunningRelay::run_jobs`]):
    /// none run by themselves.
    Given(Arc<dyn Clock>),
}

impl std::fmt::Debug for ClockChoice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::System => f.write_str("System"),
            Self::File(path) => f.debug_tuple("File").field(path).finish(),
            Self::Given(_) => f.write_str("Given"),
        }
    }
}

/// How to start a relay.
#[derive(Clone, Debug)]
pub struct RelayConfig {
    /// Its data folder.
    pub data: PathBuf,
    /// Where to listen, `address:port`; port 0 takes a free one. `None`: as `init` was told.
    pub listen: Option<String>,
    /// Its clock.
    pub clock: ClockChoice,
    /// A second place for the audit log and its checkpoints, on another disk.
    pub audit_copy: Option<PathBuf>,
    /// Where it ships backups to while it serves, if not where its configuration says.
    pub backup: Option<BackupTarget>,
    /// How long it waits for callers.
    pub patience: Patience,
    /// Its configuration file, if that is not the one in the data folder.
    pub configuration: Option<PathBuf>,
    /// It shows what is left of a damaged database and refuses every change; the database is not
    /// touched.
    pub read_only: bool,
    /// Who tells how full the disk is. `None`: the system.
    pub disk: Option<Arc<dyn DiskProbe>>,
}

impl RelayConfig {
    /// A relay as `wangge-relay serve` runs it.
    #[must_use]
    pub fn new(data: impl Into<PathBuf>) -> Self {
        Self {
            data: data.into(),
            listen: None,
            clock: ClockChoice::System,
            audit_copy: None,
            backup: None,
            patience: Patience::default(),
            configuration: None,
            read_only: false,
            disk: None,
        }
    }
}

/// A relay（中继）that can be started.
#[derive(Debug)]
pub struct Relay;

/// A relay at work.
pub struct RunningRelay {
    /// Base address, `https://host:port`, as it listens.
    pub address: String,
    /// SHA-256 of the certificate's SubjectPublicKeyInfo: what phones pin.
    pub pin: Digest,
    /// It only shows what is left of a damaged database.
    pub read_only: bool,
    drain: watch::Sender<bool>,
    drain_for: Duration,
    stop: watch::Sender<bool>,
    stop_working: watch::Sender<bool>,
    serving: Vec<JoinHandle<()>>,
    damage: Arc<DamageWatch>,
    jobs: Arc<Jobs>,
    backup: BackupDuty,
    webhooks: WebhookDuty,
    tenant: Arc<Tenant>,
    jobs_running: JoinHandle<()>,
}

impl std::fmt::Debug for RunningRelay {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RunningRelay")
            .field("address", &self.address)
            .finish_non_exhaustive()
    }
}

impl Relay {
    /// Starts a relay on a data folder made by `init`. When this returns, it answers.
    pub async fn start(config: RelayConfig) -> Result<RunningRelay, RelayStartError> {
        let folder = DataFolder::new(&config.data).configured_by(config.configuration);
        folder.require_initialized()?;
        let configuration = Configuration::of(&folder)?;
        // Whoever asks for what is left knows that it is damaged.
        let first_look = if config.read_only {
            FirstLook::Sound
        } else {
            look_at_start(&folder).await?
        };
        let reads_through = matches!(first_look, FirstLook::TooLarge);
        let damage = match first_look {
            FirstLook::Damaged(error) => Some(error),
            FirstLook::Sound | FirstLook::TooLarge => None,
        };
        let read_only = config.read_only || damage.is_some();
        let listen = config.listen.unwrap_or(configuration.listen);
        let audit_copy = config.audit_copy.or(configuration.audit_copy);
        let probe = config
            .disk
            .unwrap_or_else(|| Arc::new(FolderDisk(config.data.clone())));
        let disk = DiskWatch::new(probe, configuration.disk);
        let (listener, bound) = bind(&listen).await?;
        let plain = match &configuration.serve.plain_listen {
            Some(listen) => Some(bind(listen).await?.0),
            None => None,
        };
        let address = format!("https://{}", reachable(bound));
        let is_followed = matches!(config.clock, ClockChoice::Given(_));
        let has_background_jobs = !is_followed && !read_only;
        let clock = choose_clock(config.clock)?;
        let opening = (folder, address.clone());
        let (folder, tenant) = tokio::task::spawn_blocking(move || {
            let (folder, address) = opening;
            if read_only {
                return show_what_is_left(folder, clock, &address, damage);
            }
            let tenant = open_tenant(&folder, clock, ServiceUse::Fresh, Some(&address))?;
            // A folder of an earlier version has no such row yet.
            publish_recipient(&folder, &tenant)?;
            publish_policy_key(&folder, &tenant)?;
            Ok::<_, RelayStartError>((folder, tenant))
        })
        .await
        .map_err(|error| RelayStartError::invalid(error.to_string()))??;
        tenant
            .database
            .set_setting(tenant.id(), LISTENING_KEY, &address)?;
        let tls = Tls::read(&folder, configuration.serve.tls12)?;
        let blobs = Arc::new(Blobs::open(&folder, &configuration.blobs)?.watching(disk.clone()));
        let reports = Arc::new(PublicReports::new(&folder)?);
        let audit_folder = folder.audit();
        let audit = AuditLog::open(&audit_folder)
            .map_err(|error| RelayStartError::file(&audit_folder, error.to_string()))?;
        let audit = Arc::new(audit);
        // A damaged database is no backup, and nobody is told what it says.
        let backup = config.backup.or(configuration.backup);
        let backup = backup.filter(|_| !read_only);
        let shipper = backup.map(|target| {
            let place = PartPlace::open(&target.to)?;
            Shipper::new(&folder, place, &target.recipient, Arc::clone(&blobs)).map(Arc::new)
        });
        let backup = BackupDuty::new(shipper.transpose()?, configuration.backup_schedule);
        let receivers = configuration.webhooks.as_slice();
        let receivers = if read_only {
            &receivers[..0]
        } else {
            receivers
        };
        let webhooks = WebhookDuty::open(receivers, &tenant)?;
        let metrics = Arc::new(Metrics::default());
        let (stop, stopping) = watch::channel(false);
        let (stop_working, working) = watch::channel(false);
        let (drain, draining) = watch::channel(false);
        open_ears(&tenant)?;
        let app = Arc::new(App {
            tokens: Tokens::new(token_secret(&folder)?, tenant.id()),
            tenant: Arc::clone(&tenant),
            blobs: Arc::clone(&blobs),
            shows_only: ShowsOnly::new(read_only),
            retention: configuration.retention,
            disk,
            reports: Arc::clone(&reports),
            throttle: Throttle,
            basemap: BaseMap::new(&folder),
            pin: tls.pin,
            body_room: BodyRoom::default(),
            sync_permits: Arc::new(Semaphore::new(SYNCS)),
            login_permits: Arc::new(Semaphore::new(LOGINS)),
            sign_on: configuration
                .sign_on
                .as_ref()
                .map(SignOn::open)
                .transpose()?,
            photo_permits: Arc::new(Semaphore::new(OWNER_PHOTOS)),
            rates: Rates::default(),
            comparisons: Rates::default(),
            quotas: Quotas::new(configuration.quotas),
            device_wakes: Seats::new(DEVICE_WAKES),
            address_wakes: Seats::new(configuration.serve.per_address),
            audit: Arc::clone(&audit),
            metrics: Arc::clone(&metrics),
            metrics_token: metrics_token(&folder)?,
            folder: folder.clone(),
            draining: draining.clone(),
            stopping: stopping.clone(),
        });
        let damage = Arc::new(DamageWatch::new(Arc::clone(&app), stop_working.clone()));
        let jobs = Arc::new(Jobs::new(
            Arc::clone(&tenant),
            blobs,
            reports,
            AuditDuty::new(audit, audit_copy),
            WitnessDuty::new((!read_only).then(|| folder.witness())),
        ));
        jobs.look_at_start()?;
        let callers = Callers {
            acceptor: Some(TlsAcceptor::from(tls.config)),
            router: router(app),
            metrics,
            patience: config.patience,
            proxies: Proxies::new(configuration.serve.proxies),
            seats: Seats::new(configuration.serve.per_address),
            draining,
        };
        let mut serving = Vec::new();
        for (listener, acceptor) in plain
            .map(|listener| (listener, None))
            .into_iter()
            .chain([(listener, callers.acceptor.clone())])
        {
            serving.push(tokio::spawn(serve(Serving {
                listener,
                callers: Callers {
                    acceptor,
                    ..callers.clone()
                },
                stopping: stopping.clone(),
            })));
        }
        if reads_through {
            let damage = Arc::clone(&damage);
            tokio::spawn(async move { damage.look().await });
        }
        let jobs_running = if has_background_jobs {
            // Beside the jobs: a link may take minutes, a deadline must not wait for it.
            let shipping = (backup.clone(), Arc::clone(&tenant), working.clone());
            let leading = Arc::clone(&jobs);
            tokio::spawn(async move {
                let (backup, tenant, until) = shipping;
                backup.run(tenant, leading, until).await;
            });
            let telling = webhooks.clone();
            tokio::spawn(telling.run(Arc::clone(&tenant), working.clone()));
            tokio::spawn(jobs::run(Arc::clone(&jobs), working))
        } else {
            tokio::spawn(std::future::ready(()))
        };
        Ok(RunningRelay {
            address,
            pin: tls.pin,
            read_only,
            drain,
            drain_for: configuration.serve.drain,
            stop,
            stop_working,
            serving,
            damage,
            jobs,
            backup,
            webhooks,
            tenant,
            jobs_running,
        })
    }
}

/// Opens a copy of a damaged database. What cannot even be opened is not served, and it is said why.
fn show_what_is_left(
    folder: DataFolder,
    clock: Arc<dyn Clock>,
    address: &str,
    damage: Option<RelayStartError>,
) -> Result<(DataFolder, Arc<Tenant>), RelayStartError> {
    if let Some(damage) = &damage {
        tracing::error!("{damage}");
    }
    let opened = on_a_copy(folder).and_then(|folder| {
        let tenant = open_tenant(&folder, clock, ServiceUse::Current, Some(address))?;
        Ok((folder, tenant))
    });
    match (opened, damage) {
        (Err(_), Some(damage)) => Err(damage),
        (opened, _) => {
            tracing::warn!(
                "this relay only shows what is left of its database; lists may be short"
            );
            opened
        }
    }
}

/// Listens on an address; gives also the one that it became.
async fn bind(address: &str) -> Result<(TcpListener, SocketAddr), RelayStartError> {
    let failed = |error: std::io::Error| RelayStartError::Listen {
        address: address.to_owned(),
        message: error.to_string(),
    };
    let listener = TcpListener::bind(address).await.map_err(failed)?;
    let bound = listener.local_addr().map_err(failed)?;
    Ok((listener, bound))
}

/// The address by which others reach a listener: one that listens on all addresses is known by
/// that of the network it would send from. Nothing is sent to find out.
fn reachable(bound: SocketAddr) -> SocketAddr {
    if !bound.ip().is_unspecified() {
        return bound;
    }
    let local = UdpSocket::bind("0.0.0.0:0").and_then(|socket| {
        // An address for documentation: connecting a datagram socket only chooses a route.
        socket.connect("192.0.2.1:9")?;
        socket.local_addr()
    });
    let ip = local.map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |local| local.ip());
    SocketAddr::new(ip, bound.port())
}

impl RunningRelay {
    /// Does what the clock asks for now, instead of within a second.
    pub async fn run_jobs(&self) -> Result<u64, RelayStartError> {
        let DeadlineReport { rows, .. } = self.jobs.tick().await?;
        self.backup.tick(&self.tenant, self.jobs.leads()).await;
        self.webhooks.tick(&self.tenant).await;
        Ok(rows)
    }

    /// Reads the whole database now and shows only what is left of it if it is damaged: then true.
    pub async fn look_for_damage(&self) -> bool {
        self.damage.look().await
    }

    /// Lets callers find another relay for as long as the configuration says, then stops accepting, lets requests
    /// at work finish, and ends.
    pub async fn shutdown(self) {
        // The tasks may have ended by themselves; then nobody listens.
        let _listening = self.drain.send(true);
        tokio::time::sleep(self.drain_for).await;
        let _listening = self.stop_working.send(true);
        let _listening = self.stop.send(true);
        for task in self.serving.into_iter().chain([self.jobs_running]) {
            if let Err(error) = task.await {
                tracing::error!(error = %error, "a task of the relay failed");
            }
        }
        self.jobs.leave().await;
        self.webhooks.leave(&self.tenant).await;
    }
}
