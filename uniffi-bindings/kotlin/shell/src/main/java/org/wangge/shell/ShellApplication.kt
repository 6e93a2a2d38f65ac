package org.wangge.shell

import android.app.Application
import android.os.Build
import java.io.File
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Deferred
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.async
import kotlinx.coroutines.launch
import uniffi.wangge.Field
import uniffi.wangge.Platform
import uniffi.wangge.Settings

/** Holds the core for all parts of the app: one process, one core（核心持有者）. */
class ShellApplication : Application() {
    private val scope = CoroutineScope(SupervisorJob() + Dispatchers.Default)

    /** Opened off the main thread: a damaged database may take long to be read. */
    private val field: Deferred<Field> by lazy {
        scope.async {
            // Out of the maker's cloud: a restored copy would sign with the same keys.
            val settings = Settings(File(noBackupFilesDir, "data").path, Build.MODEL)
            Field.open(settings, Platform(KeyStoreVault(this@ShellApplication), null, null, null))
        }
    }

    /** What the page calls. */
    val bridge = Bridge { request -> field.await().call(request) }

    /** Every database handle is closed within two seconds. */
    fun pause() {
        scope.launch { field.await().pause() }
    }

    /** The app is back. */
    suspend fun resume() = field.await().resume()

    override fun onCreate() {
        super.onCreate()
        // The camera's files that no page took in.
        val yesterday = System.currentTimeMillis() - 24 * 3600 * 1000L
        File(cacheDir, "camera").listFiles()?.filter { it.lastModified() < yesterday }?.forEach { it.delete() }
    }
}
