use std::fmt::Write as _;

use crate::methods::GROUPS;

const HEAD: &str = "\
# The bridge（网页外壳的桥）

One JSON dispatcher over the facade of `mobile-core`, for shells that show web pages: a native host
passes strings, the development host (`wangge-field shell`) passes them over loopback.
This page is printed by `wangge_bridge::document()` and held to the table in `crates/bridge` by a
test; write it anew with `WANGGE_WRITE_DOCS=1 cargo test -p wangge-bridge document`.

A request is `{\"method\": \"group.verb\", \"args\": {…}}`. `args` may be left out where there are none;
a field that a method does not know is refused, so that a misspelling is not swallowed.
The answer is `{\"ok\": …}`, or

```json
{\"error\": {\"code\": \"incomplete\", \"message\": \"内容不完整，有1处需要补正\", \"message_en\": \"…\",
  \"kept\": \"everything\", \"retry\": {\"when\": \"no\"},
  \"findings\": [{\"level\": \"blocking\", \"code\": \"photo_missing\", \"key\": \"RH-01\", \"detail\": \"\", \"text\": \"缺少照片\"}]}}
```

| field | says |
|---|---|
| `code` | what happened: the codes of the phone in `docs/API.md`, and `bad_request` for a request that makes no sense |
| `message`, `message_en` | the same in words, Chinese to be shown |
| `kept` | `everything` as it was; `saved_here` and waiting to be sent; `set_aside` untouched beside a new database |
| `retry.when` | `no`, `now`, `after` (`after_ms`), `online`, `unlocked` |
| `findings` | with `incomplete`: what to mend, each with its field or check item |
| `reason` | with `not_allowed`: `code`, `rule`, `text` |
| `detail` | a code of the photo, paper, courier or relay that refused |

Ids are UUIDs, hashes 64 hexadecimal digits, `…_ms` milliseconds since 1970, days `YYYY-MM-DD`.
Every method but `phone.enroll`, `sync.run` and `photo.fetch` works without a network.
What a method has saved is durable when its answer comes.
In the examples `…` stands for a value, `{}` for an object that another method shows whole.
";

/// The page that lists every method（方法一览）, Markdown: `docs/BRIDGE.md`.
#[must_use]
pub fn document() -> String {
    let mut page = HEAD.to_owned();
    for (heading, methods) in GROUPS {
        // Writing to a string cannot fail.
        let _written = writeln!(page, "\n## {heading}");
        for method in *methods {
            let _written = writeln!(
                page,
                "\n### `{}`\n\n{}\n\n```json\n{}\n{}\n```",
                method.name, method.what, method.args, method.answer,
            );
        }
    }
    page
}
