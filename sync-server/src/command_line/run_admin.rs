use std::path::Path;

use qrcode::QrCode;
use qrcode::render::unicode::Dense1x2;
use wangge_domain::control::{DeviceOrder, GridLevel};
use wangge_domain::record::show_hidden_letters;

use super::arguments::{
    Certify, ClockCommand, Command, Device, DeviceOrderArguments, EnrollCodeArguments, GridCommand,
    Init, Level, Policy,
};
use super::dated::open_to_write;
use super::{
    access_request, appoint, backup, courier, doctor, draws, evidence, keeping, paper, people,
    premises, print, registers, reports, revoke_keys, tls,
};
use crate::admin::{Admin, ImportFile, InitRequest, NewGrid, init, replace, sign_policy};
use crate::data_folder::DataFolder;
use crate::error::RelayStartError;
use crate::store_choice::StoreChoice;

/// Does one administrative command.
pub(super) fn run(command: Command) -> Result<(), RelayStartError> {
    match command {
        Command::Init(arguments) => make(arguments),
        Command::Serve(_) | Command::Intake(_) | Command::Doctor(_) => {
            Err(RelayStartError::invalid("this is not an admin command"))
        }
        Command::EnrollCode(arguments) => enroll_code(arguments),
        Command::User(command) => people::run(command),
        Command::Grid(command) => grid(command),
        Command::Premises(command) => premises::run(command),
        Command::Device(command) => device(command),
        Command::Policy(Policy::Activate { folder, file }) => {
            let admin = open_to_write(&folder)?;
            let revision = admin.activate_policy(&read(&file)?, None)?;
            print::line(&format!("已启用修订 {revision}"));
            Ok(())
        }
        Command::Policy(Policy::NewKey(folder)) => {
            let admin = open_to_write(&folder)?;
            let public = admin.new_policy_key()?;
            print::line(&format!("新政策公钥: {}", public.to_hex()));
            Ok(())
        }
        Command::Policy(Policy::Sign { folder, file, out }) => {
            let signed = sign_policy(&DataFolder::new(&folder.data), &read(&file)?)?;
            std::fs::write(&out, signed)
                .map_err(|error| RelayStartError::file(&out, error.to_string()))?;
            print::line(&format!("已签署: {}", out.display()));
            Ok(())
        }
        Command::Register(command) => registers::run(command),
        Command::Clock(ClockCommand::Confirm(folder)) => {
            let admin = open_to_write(&folder)?;
            match admin.confirm_clock()? {
                Some(reason) => print::line(&format!("已确认，原停止原因: {reason}")),
                None => print::line("到期作业没有停止"),
            }
            Ok(())
        }
        Command::Draw(command) => draws::run(command),
        Command::Report(command) => reports::run(command),
        Command::Certify(Certify {
            folder,
            root_key,
            count,
        }) => {
            let admin = Admin::open(&folder.data, folder.clock())?;
            let left = admin.certify(&root_key, count)?;
            print::line(&format!("可用服务密钥: {left}"));
            Ok(())
        }
        Command::Tls(command) => tls::run(command),
        Command::RevokeKeys(arguments) => revoke_keys::run(&arguments),
        Command::AccessRequest(arguments) => access_request::run(arguments),
        Command::Evidence(arguments) => evidence::export(&arguments),
        Command::Verify(arguments) => evidence::check(&arguments),
        Command::Paper(arguments) => paper::run(&arguments),
        Command::Courier(command) => courier::run(command),
        Command::Quarantine(command) => keeping::quarantine(command),
        Command::ReusedPhotos(folder) => {
            print::report(&Admin::open(&folder.data, folder.clock())?.reused_photos()?);
            Ok(())
        }
        Command::RequireApp { folder, generation } => {
            let before = open_to_write(&folder)?.require_app(generation)?;
            print::line(&format!("最低应用代次: {generation}（原为{before}）"));
            Ok(())
        }
        Command::Missing(folder) => {
            print::report(&Admin::open(&folder.data, folder.clock())?.missing()?);
            Ok(())
        }
        Command::Backup(arguments) => backup::run(&arguments),
        Command::BackupKey { out } => keeping::new_key(&out),
        Command::VerifyBackup { folder, key, link } => {
            keeping::verify(&folder, key.as_deref(), link)
        }
        Command::Restore(arguments) => keeping::put_back(&arguments),
        Command::OpenApi => {
            print::line(&crate::openapi_document());
            Ok(())
        }
        Command::Configuration => {
            print::line(crate::configuration_document().trim_end());
            Ok(())
        }
        Command::Healing(command) => keeping::healing(command),
        Command::SupportBundle(arguments) => doctor::pack(&arguments),
        Command::VerifyAudit(arguments) => doctor::verify(&arguments),
        Command::Status(folder) => {
            print::report(&Admin::open(&folder.data, folder.clock())?.status()?);
            Ok(())
        }
    }
}

fn read(path: &Path) -> Result<Vec<u8>, RelayStartError> {
    std::fs::read(path).map_err(|error| RelayStartError::file(path, error.to_string()))
}

fn make(arguments: Init) -> Result<(), RelayStartError> {
    let clock = arguments.folder.clock();
    let appointment = arguments.appoint.read()?;
    let request = InitRequest {
        data: arguments.folder.data,
        tenant_name: arguments.tenant_name,
        demo: arguments.demo,
        listen: arguments.listen,
        address: arguments.address,
        clock,
        store: arguments
            .postgres
            .map_or_else(StoreChoice::default, StoreChoice::Postgres),
    };
    if let Some(appointment) = appointment {
        appoint::tell(&replace(request, &appointment)?);
        return Ok(());
    }
    let report = init(request)?;
    let key_file = report.root_key_file.display().to_string();
    // The secret itself never goes to a terminal: scrollback and logs keep it.
    print::line(&format!(
        "根密钥已写入 {key_file}（仅本人可读）。请打印该文件，移到不联网的U盘保管，再删除本机副本；\
         更换中继、补充服务密钥时才需要它。\n\
         The root key was written to {key_file}, readable by you alone. Print it, move it to a \
         stick that stays offline, then delete it here; it is needed only to appoint another relay \
         or to certify more service keys."
    ));
    print::line(&format!("根公钥 root key: {}", report.root_key.to_hex()));
    print::line(&format!("证书指纹 pin: {}", report.pin));
    Ok(())
}

fn enroll_code(arguments: EnrollCodeArguments) -> Result<(), RelayStartError> {
    let admin = Admin::open(&arguments.folder.data, arguments.folder.clock())?;
    let user = admin.find_user(&arguments.user)?;
    let code = admin.enroll_code(user, i64::from(arguments.valid_hours) * 3_600_000)?;
    if print::is_json() {
        print::json(&code);
        return Ok(());
    }
    let picture = QrCode::new(code.link.as_bytes())
        .map_err(|error| RelayStartError::invalid(error.to_string()))?
        .render::<Dense1x2>()
        .quiet_zone(true)
        .build();
    print::line(&picture);
    print::line(&code.link);
    print::line(&format!("有效至 {}（一次有效）", code.expires_at));
    if arguments.folder.clock.is_none() && admin.is_demo() {
        print::line(
            "演示目录：中继若带 --clock 运行，这里也要带同一个 --clock，否则登记码可能显示为已过期\
             （demonstration: give the --clock that the relay runs with, or the code may look expired）",
        );
    }
    Ok(())
}

fn grid(command: GridCommand) -> Result<(), RelayStartError> {
    match command {
        GridCommand::Add {
            folder,
            level,
            parent,
            code,
            name,
        } => {
            let admin = open_to_write(&folder)?;
            let parent = parent.map(|parent| admin.find_grid(&parent)).transpose()?;
            let level = match level {
                Level::Large => GridLevel::Large,
                Level::Medium => GridLevel::Medium,
                Level::Small => GridLevel::Small,
            };
            let grid = admin.add_grid(&NewGrid {
                level,
                parent,
                code,
                name,
            })?;
            print::line(&grid.to_string());
        }
        GridCommand::List(folder) => {
            let grids = Admin::open(&folder.data, folder.clock())?.grids()?;
            if print::is_json() {
                print::json(&grids);
                return Ok(());
            }
            for grid in &grids {
                let level = match grid.level {
                    GridLevel::Large => "大网格",
                    GridLevel::Medium => "中网格",
                    GridLevel::Small => "小网格",
                };
                let above = grids.iter().find(|one| Some(one.grid) == grid.parent);
                let above = above.map_or_else(String::new, |one| format!("  属 {}", one.name));
                let shown = format!(
                    "{level}  {}  {}{above}  {}",
                    grid.code, grid.name, grid.grid
                );
                print::line(&show_hidden_letters(&shown));
            }
        }
        GridCommand::Import { folder, file } => {
            let admin = open_to_write(&folder)?;
            let import: ImportFile = serde_json::from_slice(&read(&file)?)
                .map_err(|error| RelayStartError::file(&file, error.to_string()))?;
            print::report(&admin.import(&import)?);
        }
    }
    Ok(())
}

fn device(command: Device) -> Result<(), RelayStartError> {
    match command {
        Device::List(folder) => {
            for device in Admin::open(&folder.data, folder.clock())?.devices()? {
                let standing = if device.revoked { "已停用" } else { "" };
                print::line(&format!(
                    "{}  {}  {}  {}  {standing}",
                    device.device, device.short_id, device.name, device.label
                ));
            }
        }
        Device::Lock(arguments) => order(&arguments, DeviceOrder::Lock)?,
        Device::Unlock(arguments) => order(&arguments, DeviceOrder::Unlock)?,
        Device::Wipe(arguments) => order(&arguments, DeviceOrder::WipeAfterSync)?,
        Device::Revoke {
            folder,
            device,
            user,
            reason,
        } => {
            let admin = open_to_write(&folder)?;
            let id = device
                .parse()
                .map_err(|_| RelayStartError::invalid("设备编号不正确（not an id of a device）"))?;
            let user = user.map(|user| admin.find_user(&user)).transpose()?;
            admin.revoke_device(id, user, &reason)?;
            print::line("已停用");
        }
    }
    Ok(())
}

fn order(arguments: &DeviceOrderArguments, order: DeviceOrder) -> Result<(), RelayStartError> {
    let admin = open_to_write(&arguments.folder)?;
    let device = admin.find_device(&arguments.device)?;
    let user = arguments.user.as_deref();
    let user = user.map(|user| admin.find_user(user)).transpose()?;
    admin.order_device(device, user, order, &arguments.reason)?;
    print::line("已下达，设备下次联系中继时执行");
    Ok(())
}
