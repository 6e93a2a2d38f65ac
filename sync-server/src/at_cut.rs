use axum::Json;
use axum::http::{HeaderName, HeaderValue};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use wangge_domain::evaluation::LogCut;

use crate::http::{ApiError, App, SupervisorCaller};

/// The header that names the point of the logs of an answer that is a list.
const CUT: HeaderName = HeaderName::from_static("wangge-cut");
/// How often it is computed again because rows came in meanwhile.
const TRIES: u32 = 2;

/// An answer and the point of the logs at which it holds（统计时点）.
pub(crate) struct AtCut<T> {
    pub(crate) body: T,
    /// `None`: rows came in while it was computed, it holds at no one point.
    pub(crate) cut: Option<LogCut>,
}

/// Computes an answer, and the point of the logs at which it holds: the logs must stand where they
/// stood before, and people and grids be those that the caller was asked by.
pub(crate) fn at_cut<T>(
    app: &App,
    caller: &SupervisorCaller,
    compute: impl Fn() -> Result<T, ApiError>,
) -> Result<AtCut<T>, ApiError> {
    let (tenant, database) = (&app.tenant, &app.tenant.database);
    let mut tries = 0;
    loop {
        tries += 1;
        let before = database.heads(tenant.id())?;
        let body = compute()?;
        let holds =
            database.heads(tenant.id())? == before && tenant.control()?.seq == caller.control.seq;
        if holds || tries == TRIES {
            return Ok(AtCut {
                body,
                cut: holds.then_some(before),
            });
        }
    }
}

/// A list, whose body has no place for it, names its cut by its hash: `GET /api/v1/cut` gives the one
/// of now with the same hash.
impl<T: Serialize> IntoResponse for AtCut<T> {
    fn into_response(self) -> Response {
        let mut response = Json(self.body).into_response();
        let hash = self.cut.map(|cut| cut.hash().to_string());
        if let Some(Ok(hash)) = hash.map(|hash| HeaderValue::from_str(&hash)) {
            response.headers_mut().insert(CUT, hash);
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use wangge_domain::StreamId;
    use wangge_domain::evaluation::StreamPoint;

    use super::*;

    #[test]
    fn a_list_names_the_point_at_which_it_holds_and_no_other() {
        let mut cut = LogCut::default();
        let point = StreamPoint { epoch: 1, seq: 7 };
        cut.0.insert(StreamId::from_bytes([1; 16]), point);
        let hash = cut.hash().to_string();
        let body = vec![1];
        let told = AtCut {
            body: body.clone(),
            cut: Some(cut.clone()),
        };
        let told = told.into_response();
        let said = told
            .headers()
            .get("wangge-cut")
            .and_then(|it| it.to_str().ok());
        assert_eq!(said, Some(hash.as_str()));
        let unsteady = AtCut { body, cut: None };
        assert!(
            unsteady
                .into_response()
                .headers()
                .get("wangge-cut")
                .is_none()
        );
        let later = StreamPoint { epoch: 1, seq: 8 };
        cut.0.insert(StreamId::from_bytes([1; 16]), later);
        assert_ne!(cut.hash().to_string(), hash);
    }
}
