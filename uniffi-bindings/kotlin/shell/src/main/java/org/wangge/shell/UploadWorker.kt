package org.wangge.shell

import android.app.Notification
import android.content.Context
import android.content.pm.ServiceInfo
import android.os.Build
import androidx.work.Constraints
import androidx.work.CoroutineWorker
import androidx.work.ExistingWorkPolicy
import androidx.work.ForegroundInfo
import androidx.work.NetworkType
import androidx.work.OneTimeWorkRequestBuilder
import androidx.work.WorkManager
import androidx.work.WorkerParameters
import cn.wangge.field.Field
import cn.wangge.field.FieldException

/**
 * Sends the originals of photos after the app has gone（照片上传）: minutes on a village network. Records
 * never wait for it. Killed at any point it begins again, and what had arrived is not sent twice.
 */
class UploadWorker(context: Context, parameters: WorkerParameters) : CoroutineWorker(context, parameters) {
    override suspend fun doWork(): Result {
        try {
            setForeground(getForegroundInfo())
        } catch (_: IllegalStateException) {
            // Android 12 and later may say no in the background: then it has ten minutes.
        }
        val core = (applicationContext as ShellApplication).core
        return try {
            core.whileAwake { field -> sendAll(field) }
        } catch (_: FieldException) {
            Result.retry()
        }
    }

    private suspend fun sendAll(field: Field): Result {
        // Only this worker sends: what waits from before was cut off, and its body is a plain photo.
        for (digest in field.waitingUploads()) ended(field, digest)
        repeat(MOST_ROUNDS) {
            val uploads = field.prepareUploads(AT_ONCE)
            if (uploads.isEmpty()) return Result.success()
            for (upload in uploads) {
                val arrived = try {
                    RelayUpload(upload).send()
                } finally {
                    // Well or badly: this deletes the body. A worker that was stopped gets no further,
                    // and the next one begins with what waits.
                    ended(field, upload.digest)
                }
                if (!arrived) return Result.retry()
            }
        }
        return Result.retry()
    }

    private suspend fun ended(field: Field, digest: String) {
        try {
            field.uploadFinished(digest)
        } catch (_: FieldException) {
            // Without a network the body is deleted all the same; the next sync asks the relay.
        }
    }

    override suspend fun getForegroundInfo(): ForegroundInfo {
        val shown = Notification.Builder(applicationContext, ShellApplication.UPLOADS)
            .setContentTitle(applicationContext.getString(R.string.uploading))
            .setSmallIcon(R.drawable.notice)
            .setOngoing(true)
            .build()
        return if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.Q) {
            ForegroundInfo(NOTICE, shown, ServiceInfo.FOREGROUND_SERVICE_TYPE_DATA_SYNC)
        } else {
            ForegroundInfo(NOTICE, shown)
        }
    }

    companion object {
        private const val AT_ONCE = 8u
        private const val MOST_ROUNDS = 50
        private const val NOTICE = 1_000
        private const val NAME = "uploads"

        /** When the app goes out of sight. One that runs is left to run. */
        fun start(context: Context) {
            val online = Constraints.Builder().setRequiredNetworkType(NetworkType.CONNECTED).build()
            val work = OneTimeWorkRequestBuilder<UploadWorker>().setConstraints(online).build()
            WorkManager.getInstance(context).enqueueUniqueWork(NAME, ExistingWorkPolicy.KEEP, work)
        }

        /** Ends one that runs: somebody else has the phone. */
        fun stop(context: Context) {
            WorkManager.getInstance(context).cancelUniqueWork(NAME)
        }
    }
}
