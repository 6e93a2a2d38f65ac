//! Identifiers: UUIDs that a caller mints from its own time and randomness.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! uuid_newtype {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// A time-ordered identifier (UUID version 7) from milliseconds since 1970 and ten
            /// random bytes, both supplied by the caller.
            #[must_use]
            pub fn mint(now_ms: i64, random: [u8; 10]) -> Self {
                let millis = u64::try_from(now_ms).unwrap_or(0);
                Self(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid())
            }

            /// The last eight digits, for people: the first ones are the time, and alike for
            /// what was minted one after the other.
            #[must_use]
            pub fn short(&self) -> String {
                let text = self.0.simple().to_string();
                text.chars().skip(text.len().saturating_sub(8)).collect()
            }

            /// The sixteen bytes of the identifier.
            #[must_use]
            pub fn as_bytes(&self) -> &[u8; 16] {
                self.0.as_bytes()
            }

            /// The identifier made of these sixteen bytes.
            #[must_use]
            pub fn from_bytes(bytes: [u8; 16]) -> Self {
                Self(Uuid::from_bytes(bytes))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), self.0)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::from_str(text).map(Self)
            }
        }
    };
}

uuid_newtype! {
    /// A tenant（租户）: a township or county whose data stand apart from all others.
    TenantId
}
uuid_newtype! {
    /// A log: one small grid（小网格）, or the control stream of a tenant.
    StreamId
}
uuid_newtype! {
    /// One premises, inspection, photo or rectification task, for life.
    RecordId
}
uuid_newtype! {
    /// A person who can act.
    UserId
}
uuid_newtype! {
    /// A phone, browser or relay service that holds keys. One installation, one device.
    DeviceId
}
uuid_newtype! {
    /// A grid（网格）of any of the three levels.
    GridId
}

impl StreamId {
    /// The control stream of a tenant: it carries the tenant's own identifier.
    #[must_use]
    pub fn control(tenant: TenantId) -> Self {
        Self(tenant.0)
    }

    /// The stream of a small grid: it carries the grid's identifier.
    #[must_use]
    pub fn of_grid(grid: GridId) -> Self {
        Self(grid.0)
    }

    /// The grid whose stream this is (meaningless for a control stream).
    #[must_use]
    pub fn grid(self) -> GridId {
        GridId(self.0)
    }
}
