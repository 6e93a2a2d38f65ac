//! The page for the public under those who do not mean well. Numbers are those of the list of
//! negative tests.

use std::io::{Read as _, Write as _};
use std::net::{IpAddr, TcpStream};
use std::sync::Arc;

use tempfile::TempDir;
use wangge_domain::Timestamp;
use wangge_domain::public_report::PublicReportRules;

use super::{Intake, IntakeConfig, RunningIntake};
use crate::clock::ManualClock;
use crate::relay::ClockChoice;
use crate::store::IntakeStore;

struct Page {
    folder: TempDir,
    clock: Arc<ManualClock>,
    intake: RunningIntake,
}

/// What came back: status, head, body.
struct Reply {
    status: u16,
    head: String,
    body: String,
}

impl Reply {
    fn code(&self) -> &str {
        let line = self
            .head
            .lines()
            .find_map(|line| line.strip_prefix("wangge-code: "));
        line.unwrap_or_default()
    }

    fn between(&self, before: &str, after: &str) -> String {
        let rest = self.body.split_once(before).expect("it is there").1;
        rest.split_once(after).expect("its end").0.to_owned()
    }
}

impl Page {
    async fn start(proxy: Option<IpAddr>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(ManualClock::new(Timestamp(1_788_192_000_000)));
        let given: Arc<dyn crate::clock::Clock> = clock.clone();
        let intake = Intake::start(IntakeConfig {
            folder: folder.path().join("intake"),
            listen: "127.0.0.1:0".to_owned(),
            proxy,
            clock: ClockChoice::Given(given),
        })
        .await
        .unwrap();
        Self {
            folder,
            clock,
            intake,
        }
    }

    fn store(&self) -> IntakeStore {
        IntakeStore::open(&self.folder.path().join("intake")).unwrap()
    }

    /// One request over a plain connection, byte by byte as given.
    async fn send(&self, head: &str, body: Vec<u8>) -> Reply {
        let address = self.intake.address.trim_start_matches("http://").to_owned();
        let mut bytes =
            format!("{head}\r\nHost: {address}\r\nConnection: close\r\n\r\n").into_bytes();
        bytes.extend(body);
        tokio::task::spawn_blocking(move || {
            let mut stream = TcpStream::connect(address).unwrap();
            // The server may answer and close before it has read all.
            let _sent = stream.write_all(&bytes);
            let mut reply = Vec::new();
            let _read = stream.read_to_end(&mut reply);
            let text = String::from_utf8_lossy(&reply).into_owned();
            let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
            let status = head.split(' ').nth(1).and_then(|word| word.parse().ok());
            Reply {
                status: status.unwrap_or(0),
                head: head.to_owned(),
                body: body.to_owned(),
            }
        })
        .await
        .unwrap()
    }

    async fn get(&self, path: &str) -> Reply {
        self.send(&format!("GET {path} HTTP/1.1"), Vec::new()).await
    }

    /// A fresh form, old enough to be sent.
    async fn token(&self) -> String {
        let token = self.get("/").await.between("name=\"form\" value=\"", "\"");
        self.clock.advance_ms(5_000);
        token
    }

    async fn post(&self, fields: &[(&str, &str)], photos: &[Vec<u8>], more: &str) -> Reply {
        let body = form(fields, photos);
        let length = body.len();
        let head = format!(
            "POST /report HTTP/1.1\r\nContent-Type: multipart/form-data; boundary=xyz\r\n\
             Content-Length: {length}{more}"
        );
        self.send(&head, body).await
    }

    async fn report(&self, text: &str, photos: &[Vec<u8>], more: &str) -> Reply {
        let token = self.token().await;
        let fields = [
            ("form", token.as_str()),
            ("category", "exit"),
            ("place", "青峰路1号"),
            ("text", text),
        ];
        self.post(&fields, photos, more).await
    }

    async fn ask(&self, code: &str) -> Reply {
        let body = format!("code={code}").into_bytes();
        let head = format!("POST /status HTTP/1.1\r\nContent-Length: {}", body.len());
        self.send(&head, body).await
    }
}

fn form(fields: &[(&str, &str)], photos: &[Vec<u8>]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, value) in fields {
        body.extend(
            format!("--xyz\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
                .bytes(),
        );
    }
    for photo in photos {
        body.extend(
            "--xyz\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"../../a.jpg\"\r\n\
             Content-Type: image/jpeg\r\n\r\n"
                .bytes(),
        );
        body.extend(photo);
        body.extend(b"\r\n");
    }
    body.extend(b"--xyz--\r\n");
    body
}

/// A PNG of one color, small in bytes.
fn png(side: u32, shade: u8) -> Vec<u8> {
    fn chunk(out: &mut Vec<u8>, kind: &[u8; 4], data: &[u8]) {
        out.extend(u32::try_from(data.len()).unwrap().to_be_bytes());
        let start = out.len();
        out.extend(kind);
        out.extend(data);
        let mut crc = flate2::Crc::new();
        crc.update(&out[start..]);
        out.extend(crc.sum().to_be_bytes());
    }
    let mut header = Vec::new();
    header.extend(side.to_be_bytes());
    header.extend(side.to_be_bytes());
    header.extend([8, 2, 0, 0, 0]);
    let row = [vec![0], vec![shade; side as usize * 3]].concat();
    let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    for _ in 0..side {
        packer.write_all(&row).unwrap();
    }
    let mut out = b"\x89PNG\r\n\x1a\n".to_vec();
    chunk(&mut out, b"IHDR", &header);
    chunk(&mut out, b"tEXt", b"Author\0SecretCamera");
    chunk(&mut out, b"IDAT", &packer.finish().unwrap());
    chunk(&mut out, b"IEND", &[]);
    out
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_report_is_taken_in_once_and_told_of_by_its_code_only() {
    let page = Page::start(None).await;
    let form = page.get("/").await;
    assert_eq!(form.status, 200);
    let policy =
        "content-security-policy: default-src 'none'; style-src 'self'; form-action 'self'";
    assert!(form.head.contains(policy), "{}", form.head);
    assert!(!form.body.contains("<script") && !form.body.contains("style="));

    let token = page.token().await;
    let fields = [
        ("form", token.as_str()),
        ("category", "exit"),
        ("place", "青峰路1号"),
        ("text", "楼道堆满纸箱"),
        ("name", "钱小鱼"),
        ("phone", "13911112222"),
    ];
    let photo = png(200, 90);
    let taken = page.post(&fields, std::slice::from_ref(&photo), "").await;
    assert_eq!(taken.status, 200, "{}", taken.body);
    let receipt = taken.between("id=\"receipt\">", "<");
    let claim = taken.between("id=\"claim\">", "<");
    assert_ne!(receipt, claim);

    // The same form once more: refused, and what was typed is still there.
    let again = page.post(&fields, &[], "").await;
    assert_eq!((again.status, again.code()), (422, "form_stale"));
    assert!(again.body.contains("楼道堆满纸箱") && again.body.contains("S2-34"));

    // Unknown, malformed and claim codes: one answer, byte by byte.
    let known = page.ask(&receipt.to_lowercase()).await;
    assert!(known.body.contains("已收到"), "{}", known.body);
    let unknown = page.ask("AAAAA-AAAAA-AAAAA-AAAAA-AAAAA-A").await;
    for odd in ["", "x", &claim, "%00%ff", &"9".repeat(900), "' OR 1=1 --"] {
        let answer = page.ask(odd).await;
        assert_eq!((answer.status, &answer.body), (200, &unknown.body), "{odd}");
    }

    // What lies on the disk: no name, no number, no code, no byte of the photo as it was sent.
    let waiting = page.store().waiting(9).unwrap();
    assert_eq!(waiting.len(), 1);
    assert!(
        waiting[0].1.photos[0].starts_with(&[0xff, 0xd8]),
        "drawn anew"
    );
    let mut files = Vec::new();
    for entry in std::fs::read_dir(page.folder.path().join("intake")).unwrap() {
        files.extend(std::fs::read(entry.unwrap().path()).unwrap());
    }
    let plain = receipt.replace('-', "");
    for secret in [
        "钱小鱼",
        "13911112222",
        &receipt,
        &plain,
        "SecretCamera",
        "a.jpg",
    ] {
        let found = files
            .windows(secret.len())
            .any(|window| window == secret.as_bytes());
        assert!(!found, "{secret} lies plain");
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let key = std::fs::metadata(page.folder.path().join("intake/intake.key")).unwrap();
        assert_eq!(key.permissions().mode() & 0o777, 0o600);
    }
    page.intake.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_no_report_is_refused_by_its_rule() {
    let page = Page::start(None).await;
    let many = vec![png(20, 1); 20];
    let refused = page.report("二十张照片", &many, "").await;
    assert_eq!((refused.status, refused.code()), (422, "too_many_photos"));
    assert!(
        refused.body.contains("二十张照片"),
        "what was typed is not lost"
    );

    // No form at all, and a length that is not true to its word.
    let head = "POST /report HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 2";
    assert_eq!(page.send(head, b"{}".to_vec()).await.code(), "malformed");
    let chunked = "POST /report HTTP/1.1\r\nTransfer-Encoding: chunked";
    let refused = page.send(chunked, b"0\r\n\r\n".to_vec()).await;
    assert_eq!(refused.code(), "malformed");
    let long = "POST /report HTTP/1.1\r\nContent-Length: 99999999999";
    let refused = page.send(long, Vec::new()).await;
    assert_eq!((refused.status, refused.code()), (413, "too_large"));
    assert!(page.store().waiting(9).unwrap().is_empty());

    // Nothing else is there.
    for path in ["/api/v1/me", "/healthz", "/intake.sqlite", "/../intake.key"] {
        assert_eq!(page.get(path).await.status, 404, "{path}");
    }
    page.intake.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn neg_002_a_picture_of_gigapixels_by_the_public() {
    let page = Page::start(None).await;
    let bomb = png(30_000, 0);
    assert!(bomb.len() < 4 << 20, "{}", bomb.len());
    let refused = page.report("三万乘三万", &[bomb], "").await;
    assert_eq!((refused.status, refused.code()), (413, "too_large"));
    assert!(refused.body.contains("照片像素过大"), "{}", refused.body);
    page.intake.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn neg_010_other_files_by_the_public() {
    let page = Page::start(None).await;
    for file in [
        b"<html><body>no photo</body></html>".to_vec(),
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>".to_vec(),
        b"PK\x03\x04zip".to_vec(),
        vec![0xff, 0xd8],
    ] {
        let refused = page.report("不是照片", &[file], "").await;
        assert_eq!((refused.status, refused.code()), (422, "no_photo"));
    }
    page.intake.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn neg_085_script_in_a_report() {
    let page = Page::start(None).await;
    let refused = page.report("<script>alert(1)</script>", &[], "").await;
    assert_eq!((refused.status, refused.code()), (422, "markup"));
    let body = &refused.body;
    assert!(
        body.contains("&lt;script&gt;") && !body.contains("<script"),
        "{body}"
    );
    // What stays text is text, wherever it is shown again.
    let refused = page
        .report("\" autofocus onfocus='x()", &vec![png(9, 1); 20], "")
        .await;
    assert!(refused.body.contains("&quot; autofocus onfocus=&#39;x()"));
    page.intake.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn neg_090_forms_of_elsewhere() {
    let page = Page::start(None).await;
    let token = page.get("/").await.between("name=\"form\" value=\"", "\"");
    let quick = [("form", token.as_str()), ("category", "exit")];
    assert_eq!(page.post(&quick, &[], "").await.code(), "form_too_quick");
    let elsewhere = [("form", "AAAA")];
    assert_eq!(page.post(&elsewhere, &[], "").await.code(), "form_stale");
    assert_eq!(page.post(&[], &[], "").await.code(), "form_stale");
    page.clock.advance_ms(3 * 3_600_000);
    assert_eq!(page.post(&quick, &[], "").await.code(), "form_stale");
    let token = page.token().await;
    let trap = [("form", token.as_str()), ("website", "http://spam")];
    // A browser that fills in everything has another way told to its user, and no false reason.
    let trapped = page.post(&trap, &[], "").await;
    assert_eq!(trapped.code(), "form_not_a_person");
    assert!(
        trapped.body.contains("请拨打12345") && !trapped.body.contains("提交过快"),
        "{}",
        trapped.body
    );
    assert!(page.store().waiting(9).unwrap().is_empty());
    page.intake.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn neg_096_forged_addresses() {
    // Without a proxy nothing that a visitor writes counts: three addresses are one.
    let page = Page::start(None).await;
    let mut rules = PublicReportRules::standard();
    rules.limits.per_address_hour = 2;
    let text = serde_json::to_string(&rules).unwrap();
    page.store().put_rules(&text).unwrap();
    for (last, code) in [
        ("1.1.1.1", ""),
        ("1.1.1.2", ""),
        ("1.1.1.3", "too_many_from_here"),
    ] {
        let forwarded = format!("\r\nX-Forwarded-For: {last}");
        assert_eq!(page.report("真的", &[], &forwarded).await.code(), code);
    }
    page.intake.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn neg_109_a_flood_of_reports_from_everywhere() {
    // Behind a proxy: the last address it wrote counts, what the visitor wrote before it does not.
    let page = Page::start(Some("127.0.0.1".parse().unwrap())).await;
    let mut rules = PublicReportRules::standard();
    rules.limits.per_address_hour = 2;
    rules.limits.per_hour = 5;
    let text = serde_json::to_string(&rules).unwrap();
    page.store().put_rules(&text).unwrap();
    let from = |last: &str| {
        let forged: u8 = rand::random();
        format!("\r\nX-Forwarded-For: 10.9.8.{forged}, {last}")
    };
    for _ in 0..2 {
        assert_eq!(page.report("真的", &[], &from("1.1.1.1")).await.status, 200);
    }
    let third = page.report("再来", &[], &from("1.1.1.1")).await;
    assert_eq!((third.status, third.code()), (429, "too_many_from_here"));
    assert!(third.head.contains("retry-after: "), "{}", third.head);
    for last in ["1.1.1.2", "1.1.1.3", "1.1.1.4"] {
        assert_eq!(page.report("真的", &[], &from(last)).await.status, 200);
    }
    // From here on everybody waits, and ten thousand addresses leave no ten thousand rows behind.
    let flood = page.report("洪水", &[], &from("2.2.2.2")).await;
    assert_eq!((flood.status, flood.code()), (503, "busy"));
    let store = page.store();
    let now = Timestamp(1_788_192_000_000).plus_ms(30_000);
    for number in 0_u32..10_000 {
        let mut visitor = [7; 32];
        visitor[..4].copy_from_slice(&number.to_be_bytes());
        let most = (30, 25);
        let kind = crate::store::VisitKind::Try;
        let counted = store.visit(kind, &visitor, now, most).unwrap();
        assert!(number < 25 || counted.is_err(), "{number}");
    }
    assert_eq!(store.waiting(100).unwrap().len(), 5);
    let size = std::fs::metadata(page.folder.path().join("intake/intake.sqlite")).unwrap();
    assert!(size.len() < 1 << 20, "{}", size.len());
    // An hour later it goes on.
    page.clock.advance_ms(3_600_000);
    assert_eq!(page.report("真的", &[], &from("1.1.1.1")).await.status, 200);
    page.intake.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn neg_110_many_photos_at_the_same_time() {
    let page = Arc::new(Page::start(None).await);
    let photo = png(800, 30);
    let token_pages: Vec<String> = {
        let mut tokens = Vec::new();
        for _ in 0..6 {
            tokens.push(page.token().await);
        }
        tokens
    };
    let mut sending = Vec::new();
    for token in token_pages {
        let (page, photo) = (Arc::clone(&page), photo.clone());
        sending.push(tokio::spawn(async move {
            let fields = [
                ("form", token.as_str()),
                ("category", "exit"),
                ("place", "某处"),
                ("text", "同时"),
            ];
            page.post(&fields, &[photo], "").await.status
        }));
    }
    // One decoder for all of them: they wait for each other, and who would wait too long is told
    // to come back. No more than one picture is open at a time.
    let mut taken = 0;
    for reply in sending {
        match reply.await.unwrap() {
            200 => taken += 1,
            status => assert_eq!(status, 503),
        }
    }
    assert!(taken > 0);
    assert_eq!(super::limits::DECODERS, 1);
    assert_eq!(page.store().waiting(9).unwrap().len(), taken);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn neg_111_reports_while_a_copy_is_made() {
    let page = Page::start(None).await;
    let store = page.store();
    for number in 0..3 {
        let copying = page.folder.path().join(format!("copy{number}.sqlite"));
        let from = page.folder.path().join("intake").join(IntakeStore::FILE);
        let copier = tokio::task::spawn_blocking(move || {
            crate::store::sqlite::copy_database(&from, &copying).unwrap();
        });
        assert_eq!(page.report("备份时", &[png(50, 3)], "").await.status, 200);
        copier.await.unwrap();
    }
    assert_eq!(store.waiting(9).unwrap().len(), 3);
    page.intake.shutdown().await;
}
