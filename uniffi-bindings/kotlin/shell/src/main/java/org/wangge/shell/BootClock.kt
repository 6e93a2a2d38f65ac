package org.wangge.shell

import android.content.Context
import android.os.SystemClock
import android.provider.Settings
import cn.wangge.field.CallbackException
import cn.wangge.field.Clock

/** The phone's clocks（时钟）: time since boot counts sleep, so that acts and the lease do not age wrongly. */
class BootClock(context: Context) : Clock {
    /** Read once: a boot does not change under a process, and the core asks often. */
    private val boot = Settings.Global.getInt(context.contentResolver, Settings.Global.BOOT_COUNT, -1)

    override fun wallMs(): Long = System.currentTimeMillis()

    override fun bootId(): ULong {
        // The core then takes the operating system's own.
        if (boot < 0) throw CallbackException.Failed("no count of boots")
        return boot.toULong()
    }

    override fun monotonicMs(): ULong = SystemClock.elapsedRealtime().toULong()
}
