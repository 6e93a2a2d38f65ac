import UIKit
import UserNotifications

/// What the system tells the app itself（系统通知）, beside what it tells the scene.
final class ShellDelegate: NSObject, UIApplicationDelegate {
    func application(
        _: UIApplication, didFinishLaunchingWithOptions _: [UIApplication.LaunchOptionsKey: Any]?
    ) -> Bool {
        // Reminders need leave; a refusal changes nothing else.
        UNUserNotificationCenter.current().requestAuthorization(options: [.alert, .sound]) { _, _ in }
        return true
    }

    /// The app was started in the background because its uploads have ended.
    func application(
        _: UIApplication, handleEventsForBackgroundURLSession _: String, completionHandler: @escaping () -> Void
    ) {
        BackgroundUploads.shared.wakened(completionHandler)
    }

    /// Lets go of what can be read again: the first apps to be ended are the large ones.
    func applicationDidReceiveMemoryWarning(_: UIApplication) {
        ShellCore.shared.trimMemory()
    }
}
