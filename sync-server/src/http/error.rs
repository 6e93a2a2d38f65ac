use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;
use wangge_domain::draw::DrawError;
use wangge_domain::evaluation::EvaluationError;
use wangge_domain::record::{BadText, show_hidden_letters};
use wangge_sync_engine::store::StoreError;

use crate::draws::DrawFailure;
use crate::figures::FigureError;

/// What every refusal says（错误）. The code is stable; the texts are for people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct ErrorBody {
    /// Stable code, e.g. `not_found`.
    pub(crate) code: String,
    /// In Chinese.
    pub(crate) message: String,
    /// In English.
    pub(crate) message_en: String,
    /// Try again after so many milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) retry_after_ms: Option<u64>,
    /// With `token_expired`: sign this to get a new token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) challenge: Option<String>,
}

/// A request that gets no for an answer.
#[derive(Debug)]
pub(crate) struct ApiError {
    status: StatusCode,
    body: Box<ErrorBody>,
}

impl ApiError {
    pub(crate) fn new(status: StatusCode, code: &str, zh: &str, en: &str) -> Self {
        let body = ErrorBody {
            code: code.to_owned(),
            message: zh.to_owned(),
            message_en: en.to_owned(),
            retry_after_ms: None,
            challenge: None,
        };
        Self {
            status,
            body: Box::new(body),
        }
    }

    pub(crate) fn status(&self) -> StatusCode {
        self.status
    }

    pub(crate) fn body(&self) -> &ErrorBody {
        &self.body
    }

    /// Stable code.
    pub(crate) fn code(&self) -> &str {
        &self.body.code
    }

    /// Whether a rule or a right refused it, and the same request would be refused again.
    pub(crate) fn is_refusal(&self) -> bool {
        matches!(
            self.status,
            StatusCode::UNPROCESSABLE_ENTITY | StatusCode::FORBIDDEN
        )
    }

    pub(crate) fn bad_request(detail: &str) -> Self {
        let en = format!("the request is not well-formed: {detail}");
        Self::new(
            StatusCode::BAD_REQUEST,
            "bad_request",
            "请求格式不正确",
            &en,
        )
    }

    pub(crate) fn unauthorized() -> Self {
        Self::new(
            StatusCode::UNAUTHORIZED,
            "unauthorized",
            "请先登录",
            "sign in first",
        )
    }

    /// A bearer token that is missing, false, expired or revoked; all look alike.
    pub(crate) fn token_expired(challenge: String) -> Self {
        let mut error = Self::new(
            StatusCode::UNAUTHORIZED,
            "token_expired",
            "登录凭证已失效",
            "the token is no longer valid",
        );
        error.body.challenge = Some(challenge);
        error
    }

    pub(crate) fn forbidden() -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            "forbidden",
            "没有权限",
            "not allowed",
        )
    }

    pub(crate) fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", "没有找到", "not found")
    }

    pub(crate) fn conflict(code: &str, zh: &str, en: &str) -> Self {
        Self::new(StatusCode::CONFLICT, code, zh, en)
    }

    pub(crate) fn too_large() -> Self {
        Self::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "too_large",
            "内容过大",
            "the body is too large",
        )
    }

    /// A text of an act, or of the content that goes with it, that a phone would not take either.
    pub(crate) fn bad_text(bad: &BadText) -> Self {
        let words = show_hidden_letters(bad.field_zh());
        let field = show_hidden_letters(bad.field());
        let most = bad.most_characters();
        let (zh, en) = match bad {
            BadText::Hidden(_) => (
                format!("“{words}”含有看不见的控制字符，请重新输入"),
                format!("`{field}` holds hidden control characters"),
            ),
            BadText::TooLong(_) if bad.is_phone() => (
                format!("“{words}”应在一行内，最多{most}个字符"),
                format!("`{field}` is one line of {most} characters at most"),
            ),
            BadText::TooLong(_) => (
                format!("“{words}”太长，最多{most}字"),
                format!("`{field}` is longer than {most} characters"),
            ),
        };
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "text_refused", &zh, &en)
    }

    pub(crate) fn internal() -> Self {
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "internal",
            "服务器内部错误",
            "something went wrong on the relay",
        )
    }

    pub(crate) fn busy(retry_after_ms: u64) -> Self {
        Self::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "busy",
            "服务繁忙，请稍后再试",
            "busy",
        )
        .retry_after(retry_after_ms)
    }

    pub(crate) fn too_many(retry_after_ms: u64) -> Self {
        Self::new(
            StatusCode::TOO_MANY_REQUESTS,
            "too_many_attempts",
            "尝试过于频繁，请稍后再试",
            "too many attempts",
        )
        .retry_after(retry_after_ms)
    }

    pub(crate) fn retry_after(mut self, ms: u64) -> Self {
        self.body.retry_after_ms = Some(ms);
        self
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::DiskFull => Self::new(
                StatusCode::INSUFFICIENT_STORAGE,
                "disk_full",
                "中继磁盘已满，请通知管理员",
                "the relay's disk is full",
            ),
            StoreError::HeadMoved | StoreError::Closed => Self::busy(1_000),
            StoreError::Corrupt(_) | StoreError::Failed(_) => {
                tracing::error!(error = %error, "the store failed");
                Self::internal()
            }
        }
    }
}

impl From<FigureError> for ApiError {
    fn from(error: FigureError) -> Self {
        match error {
            FigureError::Store(error) => error.into(),
            FigureError::Rule(error) => {
                let en = format!("{}: {error}", error.rule());
                // What is asked for can never be; the others can, at another time or otherwise.
                let status = match error {
                    EvaluationError::PeriodBeforeRecords { .. }
                    | EvaluationError::VetoElsewhere { .. }
                    | EvaluationError::VetoWithoutWords { .. } => StatusCode::UNPROCESSABLE_ENTITY,
                    _ => StatusCode::CONFLICT,
                };
                Self::new(status, error.code(), error.zh(), &en)
            }
        }
    }
}

impl From<DrawFailure> for ApiError {
    fn from(failure: DrawFailure) -> Self {
        match failure {
            DrawFailure::Store(error) => error.into(),
            DrawFailure::Rule(error) => {
                let rule = DrawError::RULE;
                let (zh, en) = (
                    format!("{}（{rule}）", error.zh()),
                    format!("{rule}: {error}"),
                );
                let status = match error {
                    DrawError::AlreadyDrawn
                    | DrawError::AlreadyWithdrawn
                    | DrawError::AnnouncedAlready { .. }
                    | DrawError::RoundTaken { .. }
                    | DrawError::NotRevealed => StatusCode::CONFLICT,
                    _ => StatusCode::UNPROCESSABLE_ENTITY,
                };
                Self::new(status, error.code(), &zh, &en)
            }
            DrawFailure::Unknown(_) => Self::not_found(),
            DrawFailure::Secret { path, message } => {
                tracing::error!(file = %path.display(), error = %message, "no secret of a draw");
                Self::new(
                    StatusCode::CONFLICT,
                    "draw_secret_missing",
                    "本中继没有密封抽查密值的服务密钥，不能公告或抽取；请从另一台中继或备份恢复 keys 目录（S2-17）",
                    "S2-17: this relay has no service key that seals or opens the secret of the draw",
                )
            }
            DrawFailure::Text(what) => {
                let zh = format!("{what}为空或含看不见的控制字符");
                let en = "a text is empty or holds hidden control characters";
                Self::new(StatusCode::UNPROCESSABLE_ENTITY, "draw_text", &zh, en)
            }
            DrawFailure::TooLong { what, most } => {
                let zh = format!("{what}超过{most}字");
                let en = format!("a text is longer than {most} characters");
                Self::new(
                    StatusCode::UNPROCESSABLE_ENTITY,
                    "draw_text_too_long",
                    &zh,
                    &en,
                )
            }
            DrawFailure::Blanks => Self::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                "draw_value_blanks",
                "公共随机值首尾不得有空格，须与公布的一字不差（S2-17）",
                "S2-17: the public value begins or ends with a blank",
            ),
            DrawFailure::Value => Self::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                "draw_text",
                "公共随机值只能用数字、字母、汉字和常用标点，须与公布的一字不差",
                "the public value holds more than digits, letters, ideographs and punctuation",
            ),
        }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let retry_after = self.body.retry_after_ms;
        let mut response = (self.status, Json(self.body)).into_response();
        if let Some(ms) = retry_after {
            let seconds = HeaderValue::from(ms.div_ceil(1000));
            response.headers_mut().insert(header::RETRY_AFTER, seconds);
        }
        response
    }
}
