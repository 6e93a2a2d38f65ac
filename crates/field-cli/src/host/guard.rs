use hyper::header::{AUTHORIZATION, HOST, HeaderMap, HeaderValue, ORIGIN};
use hyper::{Method, StatusCode};
use wangge_mobile_core::{RandomSource, SystemRandom};

/// Who may speak to the host（访问守卫）. Any page of any site can reach a port on loopback, and a name
/// of any site can be made to resolve to it: so the host wants its own name in `Host`, its own
/// pages in `Origin`, and the token of this run.
#[derive(Clone, Debug)]
pub(crate) struct Guard {
    names: [String; 2],
    token: String,
}

/// Why a request is turned away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Turned {
    /// `Host` names somebody else: the name was made to resolve here.
    Host,
    /// Another site's page asks.
    Origin,
    /// The token is missing or wrong.
    Token,
}

impl Turned {
    /// The status of the answer.
    pub(crate) fn status(self) -> StatusCode {
        match self {
            Self::Host => StatusCode::MISDIRECTED_REQUEST,
            Self::Origin => StatusCode::FORBIDDEN,
            Self::Token => StatusCode::UNAUTHORIZED,
        }
    }

    /// The code in the body.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Host => "foreign_host",
            Self::Origin => "foreign_origin",
            Self::Token => "wrong_token",
        }
    }
}

impl Guard {
    /// A guard for a port, with a fresh token.
    pub(crate) fn new(port: u16) -> Self {
        let mut bytes = [0_u8; 32];
        SystemRandom.fill(&mut bytes);
        Self {
            names: [format!("127.0.0.1:{port}"), format!("localhost:{port}")],
            token: bytes.iter().map(|byte| format!("{byte:02x}")).collect(),
        }
    }

    /// The token of this run: 64 hexadecimal digits.
    pub(crate) fn token(&self) -> &str {
        &self.token
    }

    /// Whether a request comes from here, as far as its headers say; every request is asked.
    pub(crate) fn admit(&self, method: &Method, headers: &HeaderMap) -> Result<(), Turned> {
        let host = text(headers.get(HOST)).unwrap_or_default();
        if headers.get_all(HOST).iter().count() != 1 || !self.names.contains(&host) {
            return Err(Turned::Host);
        }
        let own = format!("http://{host}");
        match text(headers.get(ORIGIN)) {
            Some(origin) if origin != own => return Err(Turned::Origin),
            // Browsers name their origin whenever something may change.
            None if method != Method::GET && method != Method::HEAD => return Err(Turned::Origin),
            _ => {}
        }
        match text(headers.get("sec-fetch-site")).as_deref() {
            None | Some("same-origin" | "none") => Ok(()),
            Some(_) => Err(Turned::Origin),
        }
    }

    /// Whether a request carries the token; asked for everything but the pages themselves.
    pub(crate) fn authorize(&self, headers: &HeaderMap) -> Result<(), Turned> {
        let given = text(headers.get(AUTHORIZATION)).unwrap_or_default();
        let given = given.strip_prefix("Bearer ").unwrap_or_default();
        if equal(given.as_bytes(), self.token.as_bytes()) {
            Ok(())
        } else {
            Err(Turned::Token)
        }
    }
}

fn text(value: Option<&HeaderValue>) -> Option<String> {
    Some(value?.to_str().unwrap_or("\u{fffd}").to_owned())
}

/// Compares in a time that does not tell how much was right.
fn equal(one: &[u8], other: &[u8]) -> bool {
    let differing = one.iter().zip(other).fold(0, |sum, (a, b)| sum | (a ^ b));
    one.len() == other.len() && differing == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| {
                let name = hyper::header::HeaderName::from_static(name);
                (name, HeaderValue::from_str(value).unwrap())
            })
            .collect()
    }

    #[test]
    fn its_own_pages_are_let_in_and_nobody_else() {
        let guard = Guard::new(8080);
        let own = ("host", "127.0.0.1:8080");
        let admit = |method, pairs: &[_]| guard.admit(&method, &headers(pairs));
        assert_eq!(admit(Method::GET, &[own]), Ok(()));
        let origin = ("origin", "http://127.0.0.1:8080");
        assert_eq!(admit(Method::POST, &[own, origin]), Ok(()));
        assert_eq!(admit(Method::POST, &[own]), Err(Turned::Origin));
        for foreign in [
            "http://evil.example",
            "null",
            "http://localhost:8080",
            "https://127.0.0.1:8080",
        ] {
            let found = admit(Method::GET, &[own, ("origin", foreign)]);
            assert_eq!(found, Err(Turned::Origin), "{foreign}");
        }
        for rebound in [
            "evil.example:8080",
            "127.0.0.1",
            "127.0.0.1:80",
            "",
            "127.0.0.1:8080.evil.example",
        ] {
            let found = admit(Method::GET, &[("host", rebound)]);
            assert_eq!(found, Err(Turned::Host), "{rebound}");
        }
        let mut twice = headers(&[own]);
        twice.append(HOST, HeaderValue::from_static("evil.example"));
        assert_eq!(guard.admit(&Method::GET, &twice), Err(Turned::Host));
        let cross = admit(Method::GET, &[own, ("sec-fetch-site", "cross-site")]);
        assert_eq!(cross, Err(Turned::Origin));
    }

    #[test]
    fn the_token_of_another_run_opens_nothing() {
        let guard = Guard::new(8080);
        let other = Guard::new(8080);
        let bearer = |token: &str| headers(&[("authorization", &format!("Bearer {token}"))]);
        assert_eq!(guard.authorize(&bearer(guard.token())), Ok(()));
        assert_eq!(guard.authorize(&bearer(other.token())), Err(Turned::Token));
        assert_eq!(guard.authorize(&bearer("")), Err(Turned::Token));
        assert_eq!(guard.authorize(&HeaderMap::new()), Err(Turned::Token));
    }
}
