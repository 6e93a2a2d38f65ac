package org.wangge.shell

import android.app.Activity
import android.hardware.biometrics.BiometricManager
import android.hardware.biometrics.BiometricPrompt
import android.os.Build
import android.os.CancellationSignal
import java.lang.ref.WeakReference
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit
import java.util.concurrent.atomic.AtomicBoolean

/** Asks for a finger or a face（指纹或面容） over the page that is open. */
class FingerPrompt {
    @Volatile private var shown = WeakReference<Activity>(null)

    /** The activity that may show the question. */
    fun over(activity: Activity) {
        shown = WeakReference(activity)
    }

    /** True if it was shown. Waits for the person: never on the main thread. */
    fun ask(): Boolean {
        val activity = shown.get() ?: return false
        if (Build.VERSION.SDK_INT < Build.VERSION_CODES.R) return false
        val answered = CountDownLatch(1)
        val proven = AtomicBoolean(false)
        val stop = CancellationSignal()
        activity.runOnUiThread {
            BiometricPrompt.Builder(activity)
                .setTitle(activity.getString(R.string.finger_title))
                .setNegativeButton(activity.getString(R.string.finger_use_pin), activity.mainExecutor) { _, _ ->
                    answered.countDown()
                }
                .setAllowedAuthenticators(BiometricManager.Authenticators.BIOMETRIC_STRONG)
                .build()
                .authenticate(stop, activity.mainExecutor, object : BiometricPrompt.AuthenticationCallback() {
                    override fun onAuthenticationSucceeded(result: BiometricPrompt.AuthenticationResult) {
                        proven.set(true)
                        answered.countDown()
                    }

                    override fun onAuthenticationError(code: Int, words: CharSequence) = answered.countDown()
                })
        }
        if (!answered.await(PATIENCE_S, TimeUnit.SECONDS)) stop.cancel()
        return proven.get()
    }

    private companion object {
        const val PATIENCE_S = 60L
    }
}
