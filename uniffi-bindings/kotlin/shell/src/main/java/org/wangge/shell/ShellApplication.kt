package org.wangge.shell

import android.app.Application
import android.app.NotificationChannel
import android.app.NotificationManager
import android.content.ComponentCallbacks2

/** The process（应用进程）: makes the core's holder once, and passes on what the system says of memory. */
class ShellApplication : Application() {
    /** The core and who needs it. */
    val core by lazy { ShellCore(this) }

    /** Files of the camera and the gallery, until they are taken in. */
    val photos by lazy { TakenPhotos(this) }

    override fun onCreate() {
        super.onCreate()
        val manager = getSystemService(NotificationManager::class.java)
        val deadlines = getString(R.string.channel_reminders)
        manager?.createNotificationChannel(
            NotificationChannel(REMINDERS, deadlines, NotificationManager.IMPORTANCE_DEFAULT),
        )
        val uploads = getString(R.string.channel_uploads)
        manager?.createNotificationChannel(NotificationChannel(UPLOADS, uploads, NotificationManager.IMPORTANCE_LOW))
        photos.sweep()
    }

    override fun onTrimMemory(level: Int) {
        super.onTrimMemory(level)
        // Low while it runs, or anything while it is out of sight: the first to be ended are the large.
        if (level >= ComponentCallbacks2.TRIM_MEMORY_RUNNING_LOW) core.trimMemory()
    }

    companion object {
        /** Channel of deadlines. */
        const val REMINDERS = "reminders"

        /** Channel of uploads. */
        const val UPLOADS = "uploads"
    }
}
