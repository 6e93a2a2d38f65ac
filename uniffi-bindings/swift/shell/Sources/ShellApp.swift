import BackgroundTasks
import SwiftUI
import WanggeField

/// The app（外壳）: one web view with the pages of the reference shell, and the core behind it.
@main
struct ShellApp: App {
    @UIApplicationDelegateAdaptor(ShellDelegate.self) private var delegate
    @Environment(\.scenePhase) private var phase
    private let core = ShellCore.shared

    init() {
        BGTaskScheduler.shared.register(forTaskWithIdentifier: BackgroundSyncing.name, using: .main) { task in
            BackgroundSyncing.run(task)
        }
    }

    var body: some Scene {
        WindowGroup {
            // The system takes a picture of an app that goes, and shows it to whoever holds the phone.
            ShellView(core: core)
                .ignoresSafeArea(.container, edges: .bottom)
                .opacity(phase == .background ? 0 : 1)
        }
        .onChange(of: phase) { now in
            switch now {
            case .active: core.appears()
            case .background:
                core.goes()
                BackgroundSyncing.plan()
            default: break
            }
        }
    }
}
