use std::fmt::Write as _;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::ApiError;

/// What a page may do: show itself with the relay's own style sheet, and send its own forms.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; \
     base-uri 'none'",
);
/// Where the style sheet is.
pub(crate) const STYLE_PATH: &str = "/public/page.css";

/// A page for people without an account（公众页面）: Chinese first, no script, fit for a phone.
pub(crate) struct HtmlPage {
    status: StatusCode,
    title: String,
    body: String,
}

impl HtmlPage {
    pub(crate) fn new(title: &str) -> Self {
        Self {
            status: StatusCode::OK,
            title: title.to_owned(),
            body: String::new(),
        }
        .heading(title)
    }

    /// A refusal as a page: what happened, in both languages, and its code.
    pub(crate) fn refusal(error: &ApiError) -> Self {
        let said = error.body();
        let mut page = Self::new("未能办理").text(&said.message);
        page = page.small(&format!("{}（{}）", said.message_en, said.code));
        if let Some(ms) = said.retry_after_ms {
            page = page.small(&format!("请在{}秒后再试。", ms.div_ceil(1000)));
        }
        page.with_status(error.status())
    }

    pub(crate) fn with_status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    fn tagged(mut self, open: &str, text: &str, close: &str) -> Self {
        // Writing to a string cannot fail.
        let _written = writeln!(self.body, "{open}{}{close}", escaped(text));
        self
    }

    pub(crate) fn heading(self, text: &str) -> Self {
        self.tagged("<h1>", text, "</h1>")
    }

    pub(crate) fn text(self, text: &str) -> Self {
        self.tagged("<p>", text, "</p>")
    }

    pub(crate) fn small(self, text: &str) -> Self {
        self.tagged("<p class=\"small\">", text, "</p>")
    }

    /// A label with its value; nothing for an empty value.
    pub(crate) fn fact(self, label: &str, value: &str) -> Self {
        if value.trim().is_empty() {
            return self;
        }
        self.tagged("<dl><dt>", label, "</dt>")
            .tagged("<dd>", value, "</dd></dl>")
    }

    /// Markup that holds nothing that people wrote.
    pub(crate) fn markup(mut self, markup: &str) -> Self {
        self.body.push_str(markup);
        self.body.push('\n');
        self
    }
}

impl IntoResponse for HtmlPage {
    fn into_response(self) -> Response {
        let page = format!(
            "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head><meta charset=\"utf-8\">\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
             <link rel=\"stylesheet\" href=\"{STYLE_PATH}\">\
             <title>{}</title></head>\n<body><main>\n{}</main></body>\n</html>\n",
            escaped(&self.title),
            self.body
        );
        let headers = [
            (
                header::CONTENT_TYPE,
                HeaderValue::from_static("text/html; charset=utf-8"),
            ),
            (header::CONTENT_SECURITY_POLICY, POLICY),
        ];
        (self.status, headers, page).into_response()
    }
}

/// Text that people wrote, harmless in a page.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}
