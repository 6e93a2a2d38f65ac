//! A store that speaks S3（临时对象存储）for tests: checks signatures, keeps its objects in a folder.

use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::time::Duration;

use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use s3s::auth::SimpleAuth;
use s3s::service::S3ServiceBuilder;
use s3s_fs::FileSystem;

/// Id and secret of the one key that it accepts.
pub const ACCESS_KEY: &str = "wangge-test";
/// The secret of that key.
pub const SECRET_KEY: &str = "not-a-secret-but-signed-with";
/// The one bucket.
pub const BUCKET: &str = "photos";

/// What it was doing on its disk may take so long to end.
const ENDING: Duration = Duration::from_secs(5);

/// A server on threads of its own. Dropping it cuts every connection at once, as a kill would.
#[derive(Debug)]
pub struct S3Server {
    folder: PathBuf,
    address: SocketAddr,
    runtime: Option<tokio::runtime::Runtime>,
}

impl S3Server {
    /// On a free port, over a folder that may hold objects of an earlier one.
    ///
    /// # Panics
    /// If it cannot be started.
    #[must_use]
    pub fn start(folder: &Path) -> Self {
        Self::listen(folder, "127.0.0.1:0")
    }

    /// The same at an address.
    ///
    /// # Panics
    /// If it cannot be started.
    #[must_use]
    pub fn listen(folder: &Path, address: &str) -> Self {
        std::fs::create_dir_all(folder.join(BUCKET)).expect("a folder for the bucket");
        let listener = TcpListener::bind(address).expect("a free port");
        listener.set_nonblocking(true).expect("it does not block");
        let address = listener.local_addr().expect("it has an address");
        let files = FileSystem::new(folder).expect("the folder is there");
        let mut builder = S3ServiceBuilder::new(files);
        builder.set_auth(SimpleAuth::from_single(ACCESS_KEY, SECRET_KEY));
        let service = builder.build();
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .expect("a runtime");
        runtime.spawn(async move {
            let listener = tokio::net::TcpListener::from_std(listener).expect("it listens");
            let http = Builder::new(TokioExecutor::new());
            while let Ok((socket, _)) = listener.accept().await {
                let connection = http
                    .serve_connection(TokioIo::new(socket), service.clone())
                    .into_owned();
                tokio::spawn(async move {
                    // Whoever hangs up has hung up.
                    let _ended = connection.await;
                });
            }
        });
        Self {
            folder: folder.to_owned(),
            address,
            runtime: Some(runtime),
        }
    }

    /// Base URL.
    #[must_use]
    pub fn endpoint(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Ends it in the middle of whatever it does.
    ///
    /// # Panics
    /// If its threads cannot be ended.
    pub fn kill(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            // Its port is free when this returns. On a thread of its own: the caller may stand in a
            // runtime, which must not wait for another.
            let ending = std::thread::spawn(move || runtime.shutdown_timeout(ENDING));
            ending.join().expect("a runtime ends");
        }
    }

    /// Starts it again, at the same address and on what it kept.
    pub fn restart(&mut self) {
        self.kill();
        *self = Self::listen(&self.folder.clone(), &self.address.to_string());
    }

    /// The part of a relay's configuration file that keeps its photos on this server; the secret
    /// lies in the file of the second argument.
    ///
    /// # Panics
    /// If that file cannot be written.
    #[must_use]
    pub fn configuration(&self, prefix: &str, secret: &Path) -> String {
        self.table("blobs", prefix, secret)
    }

    /// The same for its backups, whose recipient is left to be written below.
    ///
    /// # Panics
    /// If that file cannot be written.
    #[must_use]
    pub fn backup_configuration(&self, prefix: &str, secret: &Path) -> String {
        self.table("backup", prefix, secret)
    }

    fn table(&self, name: &str, prefix: &str, secret: &Path) -> String {
        configuration_of(&self.endpoint(), name, prefix, secret)
    }
}

/// A table of a relay's configuration file that names a server by its base URL; the secret lies in
/// the file of the last argument.
///
/// # Panics
/// If that file cannot be written.
#[must_use]
pub fn configuration_of(endpoint: &str, name: &str, prefix: &str, secret: &Path) -> String {
    std::fs::write(secret, SECRET_KEY).expect("the secret can be written");
    format!(
        "\n[{name}]\nkind = \"s3\"\nendpoint = \"{endpoint}\"\nallow_http = true\nbucket = \"{BUCKET}\"\n\
         prefix = \"{prefix}\"\naccess_key = \"{ACCESS_KEY}\"\nsecret_key_file = '{}'\n",
        secret.display()
    )
}

impl Drop for S3Server {
    fn drop(&mut self) {
        self.kill();
    }
}
