//! The story, part by part.

mod camera;
mod case;
mod cast;
mod check_day;
mod clock;
mod desk;
mod filing;
mod notice;
mod overdue;
mod phone;
mod plan;
mod rectify;
mod relay;
mod review;
mod revisit;
mod settings;
mod show;
mod stage;
mod summary;
mod tally;
mod visit;

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use wangge_domain::GridId;
use wangge_domain::people::{Person, Role};
use wangge_tests::photo_generator::Pool;
use wangge_tests::proxy::LinkConditions;

use camera::Camera;
use case::Case;
use clock::september;
use desk::Desk;
use phone::Phone;
use rectify::Team;
use settings::Settings;
use show::Show;
use stage::Stage;
use summary::Counts;

/// Base pictures; every shot is one of them with EXIF of its own.
const PICTURES: usize = 120;
/// Seed of the pictures.
const PICTURE_SEED: u64 = 2_026;
/// Phones that come to a Wi-Fi at the end, and originals that each sends there.
const ON_WIFI: usize = 2;
const ORIGINALS: u64 = 8;
/// How long unfinished work may take after the end.
const LAST_WORK: Duration = Duration::from_secs(5);

/// Plays it.
pub(crate) fn run() -> Result<()> {
    let settings = Settings::read()?;
    let folder = settings.folder.clone();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    let played = runtime.block_on(play(settings));
    // Work on threads is not waited for after a failure; the relay ends with the last task.
    runtime.shutdown_timeout(LAST_WORK);
    played.with_context(|| format!("数据保留在 {}", folder.display()))
}

/// The supervisors.
struct Supervisors {
    /// Works at a browser with a password.
    at_desk: Person,
    /// Works on a phone with a key of their own.
    on_phone: Person,
    police: Person,
}

async fn play(settings: Settings) -> Result<()> {
    let show = Show::new();
    let pictures = draw(&settings, &show)?;
    let mut stage = Arc::new(Stage::set(settings, show).await?);
    let people = Supervisors {
        at_desk: cast::holder(&stage.township, Role::StationOfficer, 0)?,
        on_phone: cast::holder(&stage.township, Role::StationOfficer, 1)?,
        police: cast::holder(&stage.township, Role::Police, 0)?,
    };
    tokio::select! {
        told = tell(&stage, &people, pictures) => told?,
        asked = asked_to_stop() => {
            asked?;
            bail!("已按要求中断");
        }
    }
    // All phones are put away; only the relay goes on.
    let stage = Arc::get_mut(&mut stage).context("演示仍有任务未结束")?;
    if stage.settings.exit {
        return stage.relay.stop().await;
    }
    stay(stage).await
}

type Pictures = tokio::task::JoinHandle<Result<Pool>>;

/// Draws the pictures while the township is set up.
fn draw(settings: &Settings, show: &Show) -> Result<Pictures> {
    let folder = settings.path("pictures");
    std::fs::create_dir_all(&folder)?;
    let bar = show.bar("绘制照片", PICTURES);
    Ok(tokio::task::spawn_blocking(move || {
        let told = |done: usize| bar.set_position(done as u64);
        let pool = Pool::draw_in(&folder, PICTURE_SEED, PICTURES, &told);
        bar.finish_and_clear();
        pool.context("绘制照片失败")
    }))
}

async fn tell(stage: &Arc<Stage>, people: &Supervisors, pictures: Pictures) -> Result<()> {
    stage.begin("村管理员建档，工作站用自己的密钥审核档案");
    let sites = filing::put_on_file(stage).await?;
    let officer = Phone::enroll(stage, &people.on_phone, LinkConditions::PERFECT).await?;
    let officer = Arc::new(officer);
    filing::accept_files(&officer, &sites).await?;

    stage.clock.leap_to(september(8, 7, 30))?;
    stage.begin("检查日清晨：十二名网格员登记手机，取回本网格档案");
    let workers = check_day::enroll(stage, &sites).await?;
    let camera = Arc::new(Camera::new(
        Arc::new(pictures.await??),
        stage.show.counter("拍照"),
    ));

    stage.clock.leap_to(september(8, 18, 0))?;
    stage.begin("检查日：全程无网络检查，之后经差线路同步（300 毫秒、4 兆、2% 中断）");
    let cases = check_day::inspect_and_return(stage, &workers, &camera).await?;
    let grids: Vec<GridId> = workers.iter().map(|worker| worker.grid).collect();
    let (desk_grids, phone_grids) = grids.split_at(grids.len() / 2);

    stage.clock.leap_to(september(9, 9, 0))?;
    stage.begin("审核：一人用密码登录，一人用自己的密钥；当场整改由他人核实");
    let desk = Desk::sign_in(stage, &people.at_desk).await?;
    let first = review::at_the_desk(&desk, desk_grids).await?;
    let first = first.plus(review::on_the_phone(&officer, phone_grids).await?);
    rectify::verify_fixes(&desk, &cases).await?;

    stage.clock.leap_to(september(9, 15, 0))?;
    stage.begin("退回的记录回到手机：补签、更正、重新提交、再审核");
    let corrected = review::correct(&workers).await?;
    let desk = Desk::sign_in(stage, &people.at_desk).await?;
    let second = review::at_the_desk(&desk, desk_grids).await?;
    let second = second.plus(review::on_the_phone(&officer, phone_grids).await?);

    stage.clock.leap_to(september(10, 10, 0))?;
    stage.begin("业主整改，网格员代填反馈");
    let overdue = overdue::choose(&cases)?;
    let mended: Vec<Case> = noticed(&cases)
        .filter(|it| it.hazard != overdue.hazard)
        .collect();
    let bar = stage.show.bar("反馈照片", 0);
    rectify::enter_feedback(&workers, &camera, &mended, &bar).await?;
    bar.finish_and_clear();

    let urged_until = overdue::fall_due(stage, &overdue, &people.at_desk).await?;
    overdue::go_up(stage, &overdue, urged_until, &people.police).await?;

    stage.clock.leap_to(september(22, 9, 30))?;
    stage.begin("下旬：两人复查，一件不合格");
    let police = Phone::enroll(stage, &people.police, LinkConditions::PERFECT).await?;
    let police = Arc::new(police);
    let failing = longest(&mended);
    let bar = stage.show.bar("复查照片", 0);
    let teams = teams(&officer, &police, &mended);
    let mut rechecked = rectify::recheck(teams, &camera, failing, &bar).await?;
    if let Some(case) = failing {
        stage.clock.leap_to(september(23, 10, 0))?;
        stage.begin("不合格的继续整改，再次复查");
        let again = std::slice::from_ref(case);
        rectify::enter_feedback(&workers, &camera, again, &bar).await?;
        let team = Team {
            phone: Arc::clone(&officer),
            with: police.user,
            cases: again.to_vec(),
        };
        rechecked += rectify::recheck(vec![team], &camera, None, &bar).await?;
    }
    bar.finish_and_clear();

    stage.clock.leap_to(september(24, 9, 30))?;
    stage.begin("月末复访：几户检查记录留待审核");
    let waiting = revisit::leave_for_review(stage, &workers, &camera).await?;

    stage.clock.leap_to(september(24, 17, 0))?;
    stage.begin("回到 Wi-Fi：部分手机上传原图；导出台账");
    let mut originals = 0;
    for worker in workers.iter().take(ON_WIFI) {
        originals += worker.phone.send_originals(ORIGINALS).await?;
    }
    let mut photo_files_held = 0;
    for phone in workers
        .iter()
        .map(|worker| &worker.phone)
        .chain([&*officer, &*police])
    {
        phone.count_line();
        photo_files_held += phone.held()?;
    }
    camera.put_away();
    let desk = Desk::sign_in(stage, &people.at_desk).await?;
    let ledger = summary::save_ledger(stage, &desk).await?;
    let counts = Counts {
        phones: workers.len() + 2 + cast::village_managers(&stage.township).len(),
        visits: workers.iter().map(|worker| worker.sites.len()).sum(),
        cases,
        reviewed: first.plus(second),
        corrected,
        rechecked,
        waiting,
        originals,
        photo_files_held,
    };
    if !stage.settings.exit {
        greet(stage, people, waiting);
    }
    summary::tell(stage, &desk, &camera, &counts, &ledger).await
}

/// The cases with a notice.
fn noticed(cases: &[Case]) -> impl Iterator<Item = Case> + '_ {
    cases.iter().filter(|case| case.days.is_some()).cloned()
}

/// The case with the most days left, which can fail a recheck and still be in time.
fn longest(cases: &[Case]) -> Option<&Case> {
    let fit = cases
        .iter()
        .filter(|case| !case.life_threat && case.days >= Some(30));
    fit.max_by_key(|case| (case.days, case.hazard))
}

/// Officer and policeman go together, each with half of the cases on the own phone.
fn teams(officer: &Arc<Phone>, police: &Arc<Phone>, cases: &[Case]) -> Vec<Team> {
    let half = |odd: usize| cases.iter().skip(odd).step_by(2).cloned().collect();
    vec![
        Team {
            phone: Arc::clone(officer),
            with: police.user,
            cases: half(0),
        },
        Team {
            phone: Arc::clone(police),
            with: officer.user,
            cases: half(1),
        },
    ]
}

/// Where to look around.
fn greet(stage: &Stage, people: &Supervisors, waiting: u64) {
    let account = cast::account(&stage.township, people.at_desk.user).unwrap_or_default();
    let (address, password) = (&stage.relay.address, cast::PASSWORD);
    for line in [
        String::new(),
        format!("中继继续运行（演示时间），控制台: {address}/console/"),
        format!("  登录: 账号 {account}，密码 {password}（{waiting} 条检查记录待审核）"),
        "  证书为自签：浏览器提示连接不安全时，选择“高级”并继续访问".to_owned(),
        format!("  接口: POST {address}/api/v1/login，说明 {address}/api/v1/openapi.json"),
        "  按 Ctrl-C 结束".to_owned(),
    ] {
        stage.show.say(&line);
    }
}

/// The relay goes on until somebody ends it.
async fn stay(stage: &mut Stage) -> Result<()> {
    tokio::select! {
        biased;
        asked = asked_to_stop() => asked?,
        // At a terminal Ctrl-C reaches the relay too, and may reach it first.
        ended = stage.relay.ended() => return ended,
    }
    stage.relay.stop().await
}

/// Ctrl-C, or the word of whoever started this to end.
async fn asked_to_stop() -> Result<()> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut terminated = signal(SignalKind::terminate()).context("无法等待结束信号")?;
        tokio::select! {
            asked = tokio::signal::ctrl_c() => asked.context("无法等待 Ctrl-C"),
            _ = terminated.recv() => Ok(()),
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await.context("无法等待 Ctrl-C")
}
