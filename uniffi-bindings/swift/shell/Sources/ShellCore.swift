import UIKit
import WanggeField

/// Holds the core for all parts of the app: one process, one core（核心持有者）.
///
/// Screen, background sync and uploads come and go on their own; the core sleeps when the last of
/// them has gone, and not before. All of it happens on the main actor, in the order of asking; the
/// core itself does its work on threads of its own.
@MainActor
final class ShellCore {
    nonisolated static let shared = ShellCore()
    /// Whoever finds the phone later than that finds it locked, if a PIN is set.
    private static let lockAfterMs: UInt64 = 5 * 60_000

    /// Each takes two seconds at most.
    private static let tries = 5

    /// Shows the pages anew: they ask whether the app is locked.
    var showAnew: () -> Void = {}
    /// Who shares this phone.
    let people = People()
    private var users = 0
    private var onScreen = false
    private var leftAtMs: UInt64?
    private var opened: Field?
    private var turn: Task<Field, Error>?

    nonisolated private init() {}

    /// Somebody needs the core: opens or wakes it. Goes with one `leave`.
    func enter() async throws -> Field {
        users += 1
        do {
            return try await settled()
        } catch {
            users -= 1
            throw error
        }
    }

    /// Nobody needs it any more: every database handle is closed within two seconds.
    func leave() async {
        users -= 1
        _ = try? await settled()
    }

    /// Work with the core awake for as long as it takes.
    func whileAwake<T>(_ work: (Field) async throws -> T) async throws -> T {
        let field = try await enter()
        do {
            let result = try await work(field)
            await leave()
            return result
        } catch {
            await leave()
            throw error
        }
    }

    /// One request of the page as text, its answer as text.
    func call(_ request: String) async -> String {
        do {
            let field = try await settled()
            return try await field.call(requestJson: request)
        } catch {
            return BridgeFailure.answer(to: error)
        }
    }

    /// The app is to be seen again.
    func appears() {
        guard !onScreen else { return }
        onScreen = true
        users += 1
        let away = leftAtMs.map { BootClock.sinceBootMs() - $0 } ?? 0
        Task {
            guard let field = try? await settled() else { return }
            if away >= Self.lockAfterMs { try? await field.io { try $0.lock() } }
            if leftAtMs != nil { showAnew() }
            await BackgroundUploads.shared.compare(with: field)
        }
    }

    /// The app goes: photos are handed to the system, reminders planned, and the core sleeps. iOS
    /// kills an app that holds a database lock while it is suspended, and is asked for the time.
    func goes() {
        guard onScreen else { return }
        onScreen = false
        leftAtMs = BootClock.sinceBootMs()
        var time = UIBackgroundTaskIdentifier.invalid
        let work = Task {
            if let field = try? await settled() {
                await Reminders.replace(field)
                await BackgroundUploads.shared.handOver(field)
            }
            await leave()
            UIApplication.shared.endBackgroundTask(time)
        }
        // Out of time: what hands photos over is given up, and the core sleeps all the same.
        time = UIApplication.shared.beginBackgroundTask { work.cancel() }
    }

    /// Somebody else has the phone now（换人）. What is going on for the one before ends with an error, and
    /// goes on when they are back; a PIN of theirs locks their data by itself.
    func change(to slot: Int) async throws {
        let before = people.now
        // One change at a time, as in `settled`.
        let field = try await settled()
        await BackgroundUploads.shared.compare(with: field)
        try await untilItEnds { try await field.closeData() }
        opened = nil
        people.now = slot
        do {
            let fresh = try await settled()
            await Reminders.replace(fresh)
        } catch {
            // Nobody is left without their data: the one before is opened by the next call.
            people.now = before
            opened = nil
            throw error
        }
    }

    /// The phone is short of memory.
    func trimMemory() {
        guard let opened else { return }
        Task { try? await opened.io { try $0.trimMemory() } }
    }

    /// Awake if somebody needs it, else asleep; one change at a time.
    private func settled() async throws -> Field {
        let before = turn
        let mine = Task {
            _ = try? await before?.value
            let field: Field
            if let opened {
                field = opened
            } else {
                field = try await self.open()
                opened = field
            }
            if users > 0 { try await field.resume() } else { try await untilItEnds { try await field.pause() } }
            return field
        }
        turn = mine
        return try await mine.value
    }

    /// What goes on although it was interrupted holds the folder: asked again, for a while.
    private func untilItEnds(_ close: () async throws -> Void) async throws {
        for _ in 1..<Self.tries {
            do {
                return try await close()
            } catch FieldError.Storage(let info) where info.code == "still_open" {
                continue
            }
        }
        try await close()
    }

    private func open() async throws -> Field {
        let platform = Platform(
            vault: KeychainVault(), clock: BootClock(), connectivity: PhoneNetwork(), protection: GuardedFiles())
        return try await people.open(platform: platform, label: UIDevice.current.name)
    }
}
