// swift-tools-version:5.9
import PackageDescription

let package = Package(
    name: "WanggeField",
    platforms: [.iOS(.v14), .macOS(.v11)],
    products: [.library(name: "WanggeField", targets: ["WanggeField"])],
    targets: [
        // Made by scripts/apple.sh.
        .binaryTarget(name: "WanggeFieldFFI", path: "WanggeFieldFFI.xcframework"),
        .target(name: "WanggeField", dependencies: ["WanggeFieldFFI"]),
        .testTarget(name: "WanggeFieldTests", dependencies: ["WanggeField"]),
    ]
)
