import Foundation

/// A step of a sync: progress, and at the end the report.
public enum SyncStep {
    /// Something moved.
    case moved(SyncProgress)
    /// It is over.
    case done(SyncReport)
}

extension Field {
    /// Runs a short call of the core off the main thread: it waits for the disk.
    ///
    ///     let card = try await field.io { try $0.getPremises(premises: id) }
    public func io<T>(_ call: @escaping (Field) throws -> T) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global(qos: .userInitiated).async {
                continuation.resume(with: Result { try call(self) })
            }
        }
    }

    /// Syncs, and tells how it goes. Whoever stops reading cancels it; it goes on with the next.
    public func syncSteps() -> AsyncThrowingStream<SyncStep, Error> {
        AsyncThrowingStream(bufferingPolicy: .bufferingNewest(64)) { continuation in
            let listener = StepListener { continuation.yield(.moved($0)) }
            let task = Task {
                do {
                    continuation.yield(.done(try await self.sync(listener: listener)))
                    continuation.finish()
                } catch {
                    continuation.finish(throwing: error)
                }
            }
            continuation.onTermination = { _ in task.cancel() }
        }
    }

    /// Grids with news at the relay, until the connection ends: read again after a while.
    public func news() -> AsyncStream<String> {
        AsyncStream { continuation in
            let listener = GridListener(
                news: { continuation.yield($0) },
                end: { continuation.finish() }
            )
            guard let watch = try? self.watch(listener: listener) else { return continuation.finish() }
            continuation.onTermination = { _ in watch.stop() }
        }
    }
}

private final class StepListener: SyncListener, @unchecked Sendable {
    private let moved: (SyncProgress) -> Void

    init(_ moved: @escaping (SyncProgress) -> Void) {
        self.moved = moved
    }

    func onProgress(progress: SyncProgress) throws {
        moved(progress)
    }
}

private final class GridListener: NewsListener, @unchecked Sendable {
    private let news: (String) -> Void
    private let end: () -> Void

    init(news: @escaping (String) -> Void, end: @escaping () -> Void) {
        self.news = news
        self.end = end
    }

    func onNews(grid: String) throws {
        news(grid)
    }

    func onEnd() throws {
        end()
    }
}
