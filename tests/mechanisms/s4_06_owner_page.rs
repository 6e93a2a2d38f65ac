//! S4-06 整改通知书二维码: whoever holds the notice sees what is to be put right and sends photos by a one-time code,
//! over plain HTTP forms; the feedback reaches the phone and the case closes after a recheck.

use reqwest::StatusCode;
use wangge_domain::RecordId;
use wangge_domain::inspection::{PhotoStage, photo_keys, photo_refs};
use wangge_domain::lifecycle::Status;
use wangge_domain::people::Role;
use wangge_mobile_core::{CancellationToken, PaperKind, PhotoRole, RecheckInput};
use wangge_tests::photo_generator::small_jpeg;

use crate::quick_hazard::{quick_hazard, quick_report};
use crate::support::{feedback, notice, reason, serve, shop};
use crate::world::{Desk, Phone, World};

const FORM: &str = "application/x-www-form-urlencoded";
const MULTIPART: &str = "multipart/form-data; boundary=edge";

/// What a browser sends for the second form.
fn upload(code: &str, note: &str, photos: &[Vec<u8>]) -> Vec<u8> {
    let mut body = Vec::new();
    let mut part = |head: &str, bytes: &[u8]| {
        body.extend_from_slice(format!("--edge\r\n{head}\r\n\r\n").as_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    };
    part(
        "Content-Disposition: form-data; name=\"code\"",
        code.as_bytes(),
    );
    for photo in photos {
        let head = "Content-Disposition: form-data; name=\"photo\"; filename=\"a.jpg\"\r\n\
                    Content-Type: image/jpeg";
        part(head, photo);
    }
    part(
        "Content-Disposition: form-data; name=\"note\"",
        note.as_bytes(),
    );
    body.extend_from_slice(b"--edge--\r\n");
    body
}

/// Types the code of a paper on the page of the relay.
async fn look(world: &World, record: RecordId, code: &str) -> (StatusCode, String) {
    let path = format!("/p/notice/{record}");
    let body = format!("code={code}").into_bytes();
    Desk::submit(&world.relay().address, &path, FORM, body).await
}

async fn send(world: &World, record: RecordId, body: Vec<u8>) -> (StatusCode, String) {
    let path = format!("/p/notice/{record}/feedback");
    Desk::submit(&world.relay().address, &path, MULTIPART, body).await
}

fn code_of(phone: &Phone, hazard: RecordId) -> String {
    let code = phone.core.owner_code(hazard).expect("it is here");
    code.expect("a notice was issued")
}

fn refused_with(answer: &(StatusCode, String), status: StatusCode, code: &str) {
    assert_eq!(answer.0, status, "{}", answer.1);
    assert!(answer.1.contains(code), "{code}: {}", answer.1);
}

/// Photos straight from a phone are larger than what is taken: whoever sends them is told so, and
/// by a page, though the browser is still sending.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s4_06_what_is_too_large_is_answered_with_a_page() {
    const MIB: usize = 1024 * 1024;
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let premises = shop(&worker, grid, "小店", &[]);
    let hazard = quick_hazard(&worker, premises, "安全出口堆放纸箱");
    serve(&worker, hazard, 15);
    let code = code_of(&worker, hazard);
    worker.sync().await;

    let large = upload(&code, "好了", &[vec![0xff; 40 * MIB]]);
    let answer = send(&world, hazard, large).await;
    refused_with(&answer, StatusCode::PAYLOAD_TOO_LARGE, "too_large");
    assert!(answer.1.contains("照片太大"), "{}", answer.1);
    let many: Vec<Vec<u8>> = (0..10).map(|_| vec![0xff; 6 * MIB]).collect();
    let answer = send(&world, hazard, upload(&code, "好了", &many)).await;
    refused_with(&answer, StatusCode::UNPROCESSABLE_ENTITY, "too_many_photos");
    let twice = [
        small_jpeg(5, 64, 48),
        small_jpeg(6, 64, 48),
        small_jpeg(5, 64, 48),
    ];
    let answer = send(&world, hazard, upload(&code, "好了", &twice)).await;
    refused_with(
        &answer,
        StatusCode::UNPROCESSABLE_ENTITY,
        "photo_sent_twice",
    );
    assert!(answer.1.contains("第3张照片与第1张"), "{}", answer.1);
    let turned = upload(&code, "好\u{202e}了", &[small_jpeg(5, 64, 48)]);
    let answer = send(&world, hazard, turned).await;
    refused_with(&answer, StatusCode::UNPROCESSABLE_ENTITY, "text_refused");

    let mut paper = b"--edge\r\nContent-Disposition: form-data; name=\"file\"; \
        filename=\"a.pdf\"\r\n\r\n"
        .to_vec();
    paper.resize(40 * MIB, b'x');
    paper.extend_from_slice(b"\r\n--edge--\r\n");
    let answer = Desk::submit(&world.relay().address, "/v", MULTIPART, paper).await;
    refused_with(&answer, StatusCode::PAYLOAD_TOO_LARGE, "too_large");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s4_06_owner_page() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let premises = shop(&worker, grid, "小店", &[]);

    // Offline: the notice is issued, printed with its code, served.
    let hazard = quick_hazard(&worker, premises, "安全出口堆放纸箱<b>");
    serve(&worker, hazard, 15);
    let made = worker
        .core
        .paper(hazard, PaperKind::Notice)
        .expect("it is issued");
    let code = code_of(&worker, hazard);
    assert!(!made.qr.contains(&code), "the QR alone opens nothing");
    let unsent = look(&world, hazard, &code).await;
    let nowhere = RecordId(uuid::Uuid::from_u128(77));
    let unknown = look(&world, nowhere, &code).await;
    refused_with(&unsent, StatusCode::FORBIDDEN, "owner_code_unknown");
    assert_eq!(unsent, unknown, "whether a notice exists is not told");

    // Synced. A wrong code says the same as before; the right one shows what the notice says.
    worker.sync().await;
    let wrong = look(&world, hazard, "00000000").await;
    assert_eq!(wrong, unknown);
    let spaced = format!("{}+{}", code.split_at(4).0, code.split_at(4).1);
    let (status, page) = look(&world, hazard, &spaced).await;
    assert_eq!(status, StatusCode::OK, "{page}");
    assert!(page.contains("安全出口堆放纸箱&lt;b&gt;") && page.contains("2026-09-16"));
    assert!(
        !page.contains("王老板") && !page.contains("李站长"),
        "nothing personal"
    );
    assert!(!page.contains("<script"), "no script is needed");

    // Bad uploads: each has its own answer and takes nothing.
    let photo = small_jpeg(5, 640, 480);
    let many: Vec<Vec<u8>> = (0..7).map(|seed| small_jpeg(seed, 64, 48)).collect();
    let long = "好".repeat(301);
    let bad = [
        (upload(&code, "好了", &[]), 422, "photo_after_missing"),
        (upload(&code, "好了", &many), 422, "too_many_photos"),
        (
            upload(&code, "好了", &[b"GIF89a no photo".to_vec()]),
            422,
            "photo_refused",
        ),
        (
            upload(&code, &long, std::slice::from_ref(&photo)),
            413,
            "too_large",
        ),
        (b"--edge\r\nnonsense".to_vec(), 400, "bad_request"),
    ];
    for (body, status, said) in bad {
        let answer = send(&world, hazard, body).await;
        refused_with(
            &answer,
            StatusCode::from_u16(status).expect("a status"),
            said,
        );
        if said == "too_large" {
            assert!(answer.1.contains("最多300字"), "{}", answer.1);
        }
    }
    let done = upload(
        &code,
        "纸箱已清走",
        &[photo.clone(), small_jpeg(6, 320, 240)],
    );
    let (status, page) = send(&world, hazard, done.clone()).await;
    assert_eq!(
        (status, page.contains("已收到")),
        (StatusCode::OK, true),
        "{page}"
    );
    let again = send(&world, hazard, done).await;
    refused_with(&again, StatusCode::CONFLICT, "owner_code_used");

    // The next sync brings it to the phone: words, photos made anew, and that it was the owner.
    worker.sync().await;
    let view = worker.core.get_record(hazard).expect("it is here");
    assert_eq!(view.state.status, Status::Rechecking);
    let entry = view
        .state
        .history
        .iter()
        .find(|entry| entry.event == "feedback");
    let entry = entry.expect("it is in the history");
    assert_eq!(entry.role, Some(Role::System), "no person entered it");
    assert_ne!(entry.user, worker.user);
    let after: Vec<RecordId> = photo_refs(&view.content)
        .into_iter()
        .filter(|one| one.stage == PhotoStage::After)
        .map(|one| one.photo)
        .collect();
    assert_eq!(after.len(), 2);
    let record = worker.core.get_record(after[0]).expect("a photo");
    assert_eq!(
        record.content.text(photo_keys::SOURCE),
        Some(photo_keys::SOURCE_OWNER)
    );
    for role in [PhotoRole::Original, PhotoRole::View, PhotoRole::Thumbnail] {
        let bytes = worker
            .core
            .fetch_photo(after[0], role, &CancellationToken::new())
            .await
            .expect("the relay has it");
        assert_ne!(
            bytes, photo,
            "not a byte of what was sent is kept as it was"
        );
    }

    // The notice that was handed over is still genuine; pasted on the other page too.
    let (_, page) = made.qr.split_once("/p/").expect("a page of the relay");
    let (status, said) = world.public(&format!("/p/{page}")).await;
    assert_eq!(
        (status, said.contains("一致")),
        (StatusCode::OK, true),
        "{said}"
    );
    let (status, said) = world.public(&format!("/v?q=wangge:{page}")).await;
    assert_eq!(
        (status, said.contains("一致")),
        (StatusCode::OK, true),
        "{said}"
    );
    assert!(!said.contains("小店"), "genuine or not, and nothing else");
    let (status, _) = world.public(&format!("/v?q=wangge:{page}0")).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    assert_eq!(world.public("/v").await.0, StatusCode::OK);

    // A failed recheck begins a round with a code of its own; then it passes and is closed.
    let officer = world.officer_phone(0).await;
    let failed = RecheckInput::Failed {
        reason: "还有两箱".to_owned(),
        photos: vec![],
        with: Vec::new(),
    };
    officer.core.recheck(hazard, failed).expect("it failed");
    officer
        .core
        .paper(hazard, PaperKind::RecheckOpinion)
        .expect("the opinion bears the new code");
    officer.sync().await;
    world.clock.advance_days(1);
    let old = look(&world, hazard, &code).await;
    refused_with(&old, StatusCode::CONFLICT, "owner_code_used");
    let second = code_of(&officer, hazard);
    assert_ne!(second, code);
    // A file that showed the hazard, or the work of an earlier day, is no photo of it; the code stays.
    let found = quick_report(premises, "安全出口堆放纸箱<b>", false).photo;
    for old in [found, photo] {
        let answer = send(&world, hazard, upload(&second, "", &[old])).await;
        refused_with(&answer, StatusCode::CONFLICT, "photo_same_file");
    }
    let body = upload(&second, "", &[small_jpeg(9, 320, 240)]);
    assert_eq!(send(&world, hazard, body).await.0, StatusCode::OK);
    officer.sync().await;
    // Whoever was given the code with the opinion does not recheck; two others do.
    let police = world.person(Role::Police, 0);
    let recheck = |phone: &Phone| {
        let passed = RecheckInput::Passed {
            with: vec![police],
            photos: vec![phone.photo(hazard, "", PhotoStage::Recheck)],
        };
        phone.core.recheck(hazard, passed)
    };
    let own = recheck(&officer).expect_err("the code was theirs");
    assert_eq!(reason(own), "same_person");
    let second_officer = world.officer_phone(1).await;
    assert_eq!(
        second_officer.core.owner_code(hazard).expect("it is here"),
        None,
        "the code is given to nobody else"
    );
    recheck(&second_officer).expect("it passed");
    second_officer.sync().await;
    worker.sync().await;
    let view = worker.core.get_record(hazard).expect("it is here");
    assert_eq!(view.state.status, Status::Closed);
    assert!(view.state.close_out_number.is_some());

    // Without the page the worker enters it on behalf, and may then not recheck.
    let other = quick_hazard(&worker, premises, "灭火器过期");
    serve(&worker, other, 15);
    feedback(&worker, other);
    let state = worker.core.get_record(other).expect("it is here").state;
    assert_eq!(state.fix_confirmed_by, Some(worker.user));

    // Not served, expired, guessed.
    let unserved = quick_hazard(&worker, premises, "线路老化");
    worker
        .core
        .issue_notice(unserved, &notice(15))
        .expect("the notice is complete");
    let late = quick_hazard(&worker, premises, "应急灯不亮");
    serve(&worker, late, 15);
    worker.sync().await;
    let answer = look(&world, unserved, &code_of(&worker, unserved)).await;
    refused_with(&answer, StatusCode::CONFLICT, "notice_not_served");
    world.clock.advance_days(60);
    let answer = look(&world, late, &code_of(&worker, late)).await;
    refused_with(&answer, StatusCode::GONE, "owner_code_expired");
    let mut last = answer;
    for guess in 0..8 {
        last = look(&world, late, &format!("1111111{guess}")).await;
    }
    refused_with(&last, StatusCode::TOO_MANY_REQUESTS, "too_many_attempts");

    // Before it is served nobody reports on it, on behalf or not.
    let refused = worker.core.feedback(unserved, "已改", vec![], false);
    assert_eq!(
        reason(refused.expect_err("not served")),
        "not_in_this_state"
    );
}
