import CoreLocation

/// Where the phone is（定位）, and whether a program makes it up: a web view's own position does not say
/// that. One question at a time; nothing is kept between two.
@MainActor
final class Whereabouts: NSObject, CLLocationManagerDelegate {
    private static let freshSeconds: TimeInterval = 60
    private let manager = CLLocationManager()
    private var waiting: CheckedContinuation<CLLocation?, Never>?
    private var limit: Task<Void, Never>?

    override init() {
        super.init()
        manager.delegate = self
        manager.desiredAccuracy = kCLLocationAccuracyBest
    }

    /// The place in the shape of the bridge; nil without leave, or if it is not found in time.
    func find(limitMs: UInt64) async -> [String: Any]? {
        if manager.authorizationStatus == .notDetermined { manager.requestWhenInUseAuthorization() }
        if let known = manager.location, -known.timestamp.timeIntervalSinceNow < Self.freshSeconds {
            return shape(known)
        }
        end(nil)
        let place = await withCheckedContinuation { found in
            waiting = found
            limit = Task { [weak self] in
                try? await Task.sleep(nanoseconds: limitMs * 1_000_000)
                if !Task.isCancelled { self?.end(nil) }
            }
            manager.requestLocation()
        }
        return place.map { shape($0) }
    }

    nonisolated func locationManager(_: CLLocationManager, didUpdateLocations places: [CLLocation]) {
        Task { @MainActor in end(places.last) }
    }

    nonisolated func locationManager(_: CLLocationManager, didFailWithError _: Error) {
        // The worker gave no leave, or there is no place: work goes on without.
        Task { @MainActor in end(nil) }
    }

    private func end(_ place: CLLocation?) {
        limit?.cancel()
        limit = nil
        waiting?.resume(returning: place)
        waiting = nil
    }

    private func shape(_ place: CLLocation) -> [String: Any] {
        [
            "latitude_microdegrees": Int((place.coordinate.latitude * 1e6).rounded()),
            "longitude_microdegrees": Int((place.coordinate.longitude * 1e6).rounded()),
            "accuracy_m": Int(max(0, place.horizontalAccuracy).rounded()),
            "mock": place.sourceInformation?.isSimulatedBySoftware ?? false,
        ]
    }
}
