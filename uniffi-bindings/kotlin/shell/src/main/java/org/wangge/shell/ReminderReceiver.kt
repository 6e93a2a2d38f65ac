package org.wangge.shell

import android.app.Notification
import android.app.NotificationManager
import android.app.PendingIntent
import android.content.BroadcastReceiver
import android.content.Context
import android.content.Intent

/** Shows a reminder when its time has come（显示提醒）. The core need not be awake for it. */
class ReminderReceiver : BroadcastReceiver() {
    override fun onReceive(context: Context, intent: Intent) {
        val text = intent.getStringExtra(TEXT) ?: return
        val slot = intent.getIntExtra(SLOT, 0)
        val open = PendingIntent.getActivity(
            context,
            0,
            Intent(context, ShellActivity::class.java),
            PendingIntent.FLAG_IMMUTABLE,
        )
        val shown = Notification.Builder(context, ShellApplication.REMINDERS)
            .setContentTitle(context.getString(R.string.app_name))
            .setContentText(text)
            .setSmallIcon(R.drawable.notice)
            .setContentIntent(open)
            .setAutoCancel(true)
            // It names premises: a locked screen says only that there is something.
            .setVisibility(Notification.VISIBILITY_PRIVATE)
            .build()
        context.getSystemService(NotificationManager::class.java)?.notify(slot, shown)
    }

    companion object {
        /** Which of the reminders. */
        const val SLOT = "slot"

        /** Its words. */
        const val TEXT = "text"
    }
}
