/// Text of people in a page: no letter of it is read as markup.
pub(super) fn escaped(text: &str) -> String {
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

/// A whole page for a telephone: no script, one style sheet of our own.
pub(super) fn document(title: &str, body: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=\"zh-CN\">\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title}</title>\n<link rel=\"stylesheet\" href=\"/style.css\">\n\
         <main>\n{body}\n</main>\n</html>\n"
    )
}

/// The style of all pages.
pub(super) const STYLE: &str = "\
body{margin:0;font:1.05rem/1.6 system-ui,sans-serif;color:#222;background:#fff}\
main{max-width:34rem;margin:0 auto;padding:1rem}\
h1{font-size:1.4rem}label{display:block;margin:1rem 0 .3rem;font-weight:600}\
input,select,textarea,button{font:inherit;width:100%;box-sizing:border-box;padding:.6rem;\
border:1px solid #666;border-radius:.4rem}\
textarea{min-height:7rem}button{margin-top:1.2rem;background:#b3261e;color:#fff;border:0}\
.no{border-left:.3rem solid #b3261e;padding:.4rem .8rem;background:#fdecea}\
.code{font:1.3rem/1.8 monospace;word-break:break-all;border:1px dashed #666;padding:.5rem}\
.hp{position:absolute;left:-200vw}small{color:#555}";
