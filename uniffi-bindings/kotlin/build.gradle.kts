plugins {
    // Named here with its version, so that library and host use one Android plugin.
    id("com.android.application") version "8.7.3" apply false
    id("com.android.library") version "8.7.3"
    id("org.jetbrains.kotlin.android") version "2.1.0"
    `maven-publish`
}

android {
    namespace = "cn.wangge.field"
    compileSdk = 35

    defaultConfig {
        minSdk = 24
        consumerProguardFiles("consumer-rules.pro")
        ndk { abiFilters += listOf("arm64-v8a", "armeabi-v7a", "x86_64", "x86") }
    }

    sourceSets["main"].kotlin.srcDir("build/generated")

    compileOptions {
        sourceCompatibility = JavaVersion.VERSION_17
        targetCompatibility = JavaVersion.VERSION_17
    }

    publishing { singleVariant("release") { withSourcesJar() } }

    packaging {
        // Stripped already; with symbols of its own for crash reports kept beside the build.
        jniLibs { keepDebugSymbols += "**/libwangge_phone.so" }
    }
}

kotlin { jvmToolchain(17) }

dependencies {
    api("org.jetbrains.kotlinx:kotlinx-coroutines-android:1.9.0")
    implementation("net.java.dev.jna:jna:5.15.0@aar")
}

// `gradle publish` puts the AAR with its sources into the repository that `-Prepository=…` names.
publishing {
    publications {
        register<MavenPublication>("release") {
            groupId = "cn.wangge"
            artifactId = "wangge-field"
            version = "0.1.0"
            afterEvaluate { from(components["release"]) }
        }
    }
    repositories {
        providers.gradleProperty("repository").orNull?.let { place -> maven(place) }
    }
}
