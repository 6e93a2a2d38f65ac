use wangge_sync_engine::store::StoreError;

/// The PostgreSQL store cannot be opened. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum PostgresError {
    /// The connection string does not parse. It is not repeated: a password may stand in it.
    #[error(
        "the connection string is not understood ({0}); an example: \
         postgresql://wangge@db1.example,db2.example/wangge?target_session_attrs=read-write"
    )]
    Url(String),
    /// What the connection string says of TLS cannot be done.
    #[error("TLS: {0}")]
    Tls(String),
    /// The role would see the rows of every tenant.
    #[error(
        "the role {0} is a superuser or has BYPASSRLS, so that row-level security would not hold: \
         make one without (CREATE ROLE wangge LOGIN; ALTER DATABASE … OWNER TO wangge)"
    )]
    TooPowerful(String),
    /// The text of this database is not UTF-8.
    #[error("the database keeps text as {0}; it has to be UTF8")]
    Encoding(String),
    /// A newer relay wrote it.
    #[error(
        "the database is of version {found}, this relay knows up to {known}: use the newer relay"
    )]
    Newer {
        /// Version of the database.
        found: i64,
        /// Newest this build knows.
        known: i64,
    },
    /// The server cannot be reached, or refused.
    #[error("the database cannot be opened: {0}")]
    Store(#[from] StoreError),
    /// The driver's thread could not be started.
    #[error("the driver cannot be started: {0}")]
    Thread(#[from] std::io::Error),
}
