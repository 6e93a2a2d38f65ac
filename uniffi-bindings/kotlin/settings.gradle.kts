pluginManagement {
    repositories {
        google()
        mavenCentral()
        gradlePluginPortal()
    }
}

dependencyResolutionManagement {
    repositories {
        google()
        mavenCentral()
    }
}

// The root is the library; the reference host beside it uses it as `project(":")`.
rootProject.name = "wangge-field"
include(":shell")
