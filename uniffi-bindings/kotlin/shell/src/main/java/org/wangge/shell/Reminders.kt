package org.wangge.shell

import android.app.AlarmManager
import android.app.PendingIntent
import android.content.Context
import android.content.Intent
import cn.wangge.field.Field
import cn.wangge.field.FieldException
import cn.wangge.field.Reminder
import cn.wangge.field.shell.io

/**
 * Hands the core's reminders to the phone's own scheduler（本地提醒）, in place of those before: deadlines
 * are told while the app sleeps. The scheduler forgets them at a restart; the hourly sync brings them back.
 */
class Reminders(private val context: Context) {
    /** After each sync and when the app goes. While the app is locked those before stay. */
    suspend fun replace(field: Field) {
        val list = try {
            field.io { nextReminders(MOST.toUInt()) }
        } catch (_: FieldException) {
            return
        }
        val alarms = context.getSystemService(AlarmManager::class.java) ?: return
        for (slot in 0 until MOST) {
            val reminder = list.getOrNull(slot)
            val intent = intent(slot, reminder) ?: continue
            if (reminder == null) {
                alarms.cancel(intent)
            } else {
                // Inexact: a few minutes do not matter, and exact ones need a leave of their own.
                alarms.set(AlarmManager.RTC_WAKEUP, reminder.atMs, intent)
            }
        }
    }

    private fun intent(slot: Int, reminder: Reminder?): PendingIntent? {
        val intent = Intent(context, ReminderReceiver::class.java)
            .putExtra(ReminderReceiver.SLOT, slot)
            .putExtra(ReminderReceiver.TEXT, reminder?.zh)
        val how = PendingIntent.FLAG_UPDATE_CURRENT or PendingIntent.FLAG_IMMUTABLE
        return PendingIntent.getBroadcast(context, slot, intent, how)
    }

    private companion object {
        const val MOST = 20
    }
}
