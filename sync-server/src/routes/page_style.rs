use axum::http::header;
use axum::response::IntoResponse;

/// The style of the pages without an account: large type, one column, a phone's width.
const STYLE: &str = "\
html{font-size:112.5%;-webkit-text-size-adjust:100%}
body{margin:0;background:#f4f4f2;color:#1b1b1b;font-family:system-ui,'Noto Sans CJK SC',sans-serif;line-height:1.6}
main{max-width:32rem;margin:0 auto;padding:1rem;background:#fff;min-height:100vh;box-sizing:border-box}
h1{font-size:1.35rem;margin:.5rem 0 1rem}
p{margin:.5rem 0;overflow-wrap:anywhere}
.small{color:#555;font-size:.85rem}
.good{color:#0a6b2d}
.bad{color:#a80f0f}
dl{margin:.6rem 0}
dt{color:#555;font-size:.85rem}
dd{margin:0;overflow-wrap:anywhere}
form{margin:1.2rem 0 0;padding-top:1rem;border-top:1px solid #ddd}
label{display:block;margin:.8rem 0 .2rem}
input,textarea,button{font:inherit;width:100%;box-sizing:border-box;padding:.6rem;border:1px solid #888;border-radius:.3rem}
button{margin-top:1rem;background:#a80f0f;color:#fff;border:0;min-height:3rem}
";

/// The style sheet of the public pages（公众页面样式）.
pub(crate) async fn run() -> impl IntoResponse {
    let headers = [
        (header::CONTENT_TYPE, "text/css; charset=utf-8"),
        (header::CACHE_CONTROL, "public, max-age=86400"),
    ];
    std::future::ready((headers, STYLE)).await
}
