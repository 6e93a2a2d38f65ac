import BackgroundTasks
import SwiftUI
import UIKit
import Wangge

/// The app（外壳）: one web view with the pages of the reference shell, and the core behind it.
@main
struct ShellApp: App {
    @Environment(\.scenePhase) private var phase
    private let core = ShellCore.shared

    init() {
        BGTaskScheduler.shared.register(forTaskWithIdentifier: ShellCore.refresh, using: nil) { task in
            ShellCore.shared.backgroundSync(task)
        }
    }

    var body: some Scene {
        WindowGroup {
            ShellView(core: core).ignoresSafeArea(.container, edges: .bottom)
        }
        .onChange(of: phase) { _, now in
            switch now {
            case .active: core.resume()
            // iOS kills an app that holds a database lock while it is suspended.
            case .background:
                core.pause()
                core.scheduleRefresh()
            default: break
            }
        }
    }
}

/// Holds the core for all parts of the app（核心持有者）.
final class ShellCore: Sendable {
    static let shared = ShellCore()
    static let refresh = "org.wangge.sync"
    private let field: Task<Field, Error>

    private init() {
        // Off the main thread: a damaged database may take long to be read.
        field = Task.detached {
            let folder = try FileManager.default.url(
                for: .applicationSupportDirectory, in: .userDomainMask, appropriateFor: nil, create: true)
            var data = folder.appendingPathComponent("data", isDirectory: true)
            try FileManager.default.createDirectory(at: data, withIntermediateDirectories: true)
            // A restored copy would sign with the same keys: records do not travel by backup.
            var values = URLResourceValues()
            values.isExcludedFromBackup = true
            try data.setResourceValues(values)
            let platform = Platform(vault: KeychainVault(), clock: nil, connectivity: nil, protection: nil)
            return try await Field.open(settings: Settings(folder: data.path, label: "iPhone"), platform: platform)
        }
    }

    /// One request as text, its answer as text.
    func call(_ request: String) async -> String {
        guard let field = try? await field.value else {
            return #"{"error":{"code":"host","message":"数据打不开，未改动任何内容","message_en":"The data cannot be opened.","kept":"everything","retry":{"when":"unlocked"}}}"#
        }
        return await field.call(request: request)
    }

    /// Every database handle is closed within two seconds; iOS is asked for that time.
    func pause() {
        let time = UIApplication.shared.beginBackgroundTask()
        Task {
            try? await field.value.pause()
            await UIApplication.shared.endBackgroundTask(time)
        }
    }

    func resume() { Task { try? await field.value.resume() } }

    func scheduleRefresh() {
        let request = BGAppRefreshTaskRequest(identifier: Self.refresh)
        request.earliestBeginDate = Date(timeIntervalSinceNow: 3600)
        try? BGTaskScheduler.shared.submit(request)
    }

    /// A sync that iOS may stop when it likes: nothing is lost by it.
    func backgroundSync(_ task: BGTask) {
        scheduleRefresh()
        let work = Task {
            try? await field.value.resume()
            _ = await call(#"{"method": "sync.run", "args": {"wifi": false, "photos": true}}"#)
            try? await field.value.pause()
            task.setTaskCompleted(success: true)
        }
        task.expirationHandler = {
            Task {
                _ = await self.call(#"{"method": "sync.cancel"}"#)
                work.cancel()
            }
        }
    }
}
