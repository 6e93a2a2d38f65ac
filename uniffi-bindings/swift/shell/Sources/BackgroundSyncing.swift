import BackgroundTasks
import WanggeField

/// A sync when the system has time（后台同步）: ends by itself before iOS would end it at thirty seconds, and
/// leaves the core asleep unless the app is open.
@MainActor
enum BackgroundSyncing {
    /// As `Info.plist` names it.
    nonisolated static let name = "org.wangge.sync"
    private static let limitMs: UInt64 = 25_000

    /// Asks for a turn in an hour.
    static func plan() {
        let request = BGAppRefreshTaskRequest(identifier: name)
        request.earliestBeginDate = Date(timeIntervalSinceNow: 3600)
        try? BGTaskScheduler.shared.submit(request)
    }

    /// What is done until the time runs out stands; the rest waits for the next turn.
    nonisolated static func run(_ task: BGTask) {
        let work = Task { @MainActor in
            plan()
            let done = try? await ShellCore.shared.whileAwake { field in
                let done = try await field.syncWithin(limitMs: limitMs)
                await Reminders.replace(field)
                return done
            }
            task.setTaskCompleted(success: done.map { !$0.workLeft } ?? false)
        }
        task.expirationHandler = { work.cancel() }
    }
}
