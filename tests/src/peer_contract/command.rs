use std::collections::BTreeMap;
use std::ops::Range;
use std::path::PathBuf;
use std::str::FromStr;

use super::PeerPhase;
use crate::workload::{
    DocumentEdits, InspectionDocument, Workload, WorkloadError, read_documents, read_edits,
};

const FLAGS: [&str; 8] = [
    "--port", "--dir", "--phase", "--shared", "--docs", "--edits", "--slice", "--lossy",
];

/// What a driver was started as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PeerCommand {
    /// `server`
    Server(PeerServer),
    /// `client`
    Client(PeerClient),
}

/// How the server is to run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PeerServer {
    /// Loopback port to listen on.
    pub port: u16,
    /// Its data; made by the harness, empty at first. What lies in it is weighed.
    pub folder: PathBuf,
}

/// How a client is to run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PeerClient {
    /// Loopback port of the counting proxy in front of the server.
    pub port: u16,
    /// Its local store; made by the harness, kept between the phases of one device.
    pub folder: PathBuf,
    /// What to do.
    pub phase: PeerPhase,
    /// A folder that all devices of a run see: the server's data lie in its subfolder `s`.
    pub shared: PathBuf,
    /// The documents, one to a line.
    pub documents: PathBuf,
    /// The edits; not given for a push alone.
    pub edits: Option<PathBuf>,
    /// Only these documents, from the first (from 0) up to the last, excluded.
    pub slice: Option<Range<usize>>,
    /// The server was killed: pull what there is, do not wait for more.
    pub lossy: bool,
}

/// Why a driver cannot start.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum PeerCommandError {
    /// The first argument is neither `server` nor `client`.
    #[error("the first argument is `server` or `client`")]
    Role,
    /// A flag that the contract does not know.
    #[error("{0} is no flag of the contract")]
    UnknownFlag(String),
    /// A flag without a value.
    #[error("{0} needs a value")]
    NoValue(String),
    /// A flag that must be there is not.
    #[error("{0} is missing")]
    Missing(&'static str),
    /// A value that cannot be read.
    #[error("{flag} cannot be `{value}`")]
    Value {
        /// Of which flag.
        flag: &'static str,
        /// The value.
        value: String,
    },
}

impl PeerCommand {
    /// Reads the arguments behind the program's name.
    ///
    /// # Errors
    /// The first argument that does not fit.
    pub fn parse(arguments: impl IntoIterator<Item = String>) -> Result<Self, PeerCommandError> {
        let mut arguments = arguments.into_iter();
        let role = arguments.next().ok_or(PeerCommandError::Role)?;
        if role != "server" && role != "client" {
            return Err(PeerCommandError::Role);
        }
        let mut values = BTreeMap::new();
        while let Some(name) = arguments.next() {
            let Some(flag) = FLAGS.into_iter().find(|flag| *flag == name) else {
                return Err(PeerCommandError::UnknownFlag(name));
            };
            let value = arguments.next().ok_or(PeerCommandError::NoValue(name))?;
            values.insert(flag, value);
        }
        let mut take =
            |flag: &'static str| values.remove(flag).ok_or(PeerCommandError::Missing(flag));
        let port = parsed("--port", &take("--port")?)?;
        let folder = take("--dir")?.into();
        if role == "server" {
            return Ok(Self::Server(PeerServer { port, folder }));
        }
        Ok(Self::Client(PeerClient {
            port,
            folder,
            phase: take("--phase")?.parse()?,
            shared: take("--shared")?.into(),
            documents: take("--docs")?.into(),
            edits: values.remove("--edits").map(PathBuf::from),
            slice: values
                .remove("--slice")
                .map(|text| slice(&text))
                .transpose()?,
            lossy: values.remove("--lossy").is_some_and(|text| text == "1"),
        }))
    }
}

impl PeerClient {
    /// The documents this client has to do with; a slice past the end takes what there is.
    ///
    /// # Errors
    /// The file or line that cannot be read.
    pub fn read_documents(&self) -> Result<Vec<InspectionDocument>, WorkloadError> {
        let documents = read_documents(&self.documents)?;
        let Some(slice) = &self.slice else {
            return Ok(documents);
        };
        let taken = documents.into_iter().skip(slice.start).take(slice.len());
        Ok(taken.collect())
    }

    /// The edits, none if none were given.
    ///
    /// # Errors
    /// The file or line that cannot be read.
    pub fn read_edits(&self) -> Result<Vec<DocumentEdits>, WorkloadError> {
        self.edits
            .as_deref()
            .map_or_else(|| Ok(Vec::new()), read_edits)
    }

    /// What must be in the local store after this phase: the documents, with the edits if the
    /// phase brings them.
    ///
    /// # Errors
    /// The file or line that cannot be read, the edit that fits no document.
    pub fn expected(&self) -> Result<Vec<InspectionDocument>, WorkloadError> {
        let documents = self.read_documents()?;
        match self.phase {
            PeerPhase::DeltaPush | PeerPhase::DeltaPull | PeerPhase::Idle => Workload {
                documents,
                edits: self.read_edits()?,
            }
            .edited(),
            PeerPhase::Push | PeerPhase::Pull | PeerPhase::Concurrent => Ok(documents),
        }
    }
}

fn parsed<T: FromStr>(flag: &'static str, text: &str) -> Result<T, PeerCommandError> {
    text.parse().map_err(|_| PeerCommandError::Value {
        flag,
        value: text.to_owned(),
    })
}

fn slice(text: &str) -> Result<Range<usize>, PeerCommandError> {
    let wrong = || PeerCommandError::Value {
        flag: "--slice",
        value: text.to_owned(),
    };
    let (start, end) = text.split_once(':').ok_or_else(wrong)?;
    Ok(parsed("--slice", start)?..parsed("--slice", end)?)
}
