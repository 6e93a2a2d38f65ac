package org.wangge.shell

import android.content.Context
import android.os.Build
import android.security.keystore.KeyGenParameterSpec
import android.security.keystore.KeyPermanentlyInvalidatedException
import android.security.keystore.KeyProperties
import android.security.keystore.UserNotAuthenticatedException
import cn.wangge.field.KeyVault
import cn.wangge.field.VaultException
import java.io.File
import java.io.IOException
import java.security.GeneralSecurityException
import java.security.KeyStore
import java.security.ProviderException
import java.security.SecureRandom
import javax.crypto.AEADBadTagException
import javax.crypto.Cipher
import javax.crypto.KeyGenerator
import javax.crypto.SecretKey
import javax.crypto.spec.GCMParameterSpec

/**
 * Wraps the core's keys with keys of the Android Keystore（密钥库）, one per purpose: they never leave the
 * secure hardware, and no backup carries them, so that a restored phone is enrolled anew. The key of
 * purpose `unlock` works only for somebody who has just shown a finger or a face.
 *
 * Which exception is thrown matters: `Unknown` reads as a lost key (`wrong_key`), `Locked` as "try
 * again when the phone is unlocked", anything else as a defect worth a report.
 */
class KeyStoreVault(private val context: Context, private val finger: FingerPrompt) : KeyVault {
    override fun wrap(purpose: String, secret: ByteArray): ByteArray = guarded(purpose) {
        val cipher = Cipher.getInstance(TRANSFORM)
        cipher.init(Cipher.ENCRYPT_MODE, key(purpose) ?: make(purpose))
        cipher.updateAAD(purpose.encodeToByteArray())
        cipher.iv + cipher.doFinal(secret)
    }

    override fun unwrap(purpose: String, wrapped: ByteArray): ByteArray = guarded(purpose) {
        if (wrapped.size <= NONCE) throw VaultException.Unknown()
        val key = key(purpose) ?: throw VaultException.Unknown()
        val cipher = Cipher.getInstance(TRANSFORM)
        cipher.init(Cipher.DECRYPT_MODE, key, GCMParameterSpec(TAG_BITS, wrapped, 0, NONCE))
        cipher.updateAAD(purpose.encodeToByteArray())
        cipher.doFinal(wrapped, NONCE, wrapped.size - NONCE)
    }

    override fun destroy(purpose: String) = guarded(purpose) { store().deleteEntry(alias(purpose)) }

    override fun instanceNonce(): ByteArray = guarded("") {
        val file = File(context.noBackupFilesDir, "instance")
        if (!file.exists()) {
            val fresh = File(context.noBackupFilesDir, "instance.new")
            fresh.writeBytes(ByteArray(32).also(SecureRandom()::nextBytes))
            if (!fresh.renameTo(file)) throw IOException("the nonce cannot be kept")
        }
        file.readBytes()
    }

    /** Turns what the platform throws into what the core understands. */
    private fun <T> guarded(purpose: String, work: () -> T): T = try {
        try {
            work()
        } catch (_: UserNotAuthenticatedException) {
            // Only a key of this purpose asks for a finger; the core calls on a thread of its own.
            if (!wantsFinger(purpose) || !finger.ask()) throw VaultException.Locked()
            work()
        }
    } catch (error: VaultException) {
        throw error
    } catch (_: UserNotAuthenticatedException) {
        throw VaultException.Locked()
    } catch (_: KeyPermanentlyInvalidatedException) {
        // Another finger was taken in: whoever did that has not proven to be this worker.
        throw VaultException.Unknown()
    } catch (_: AEADBadTagException) {
        throw VaultException.Unknown()
    } catch (error: GeneralSecurityException) {
        throw VaultException.Failed(words(error))
    } catch (error: ProviderException) {
        throw VaultException.Failed(words(error))
    } catch (error: IOException) {
        throw VaultException.Failed(words(error))
    }

    /** On a shared phone each person has a purpose of their own, `unlock-2`. */
    private fun wantsFinger(purpose: String) = purpose == UNLOCK || purpose.startsWith("$UNLOCK-")

    private fun words(error: Exception) = "${error.javaClass.simpleName}: ${error.message}"

    private fun store(): KeyStore = KeyStore.getInstance(PROVIDER).apply { load(null) }

    private fun alias(purpose: String) = "wangge/$purpose"

    private fun key(purpose: String): SecretKey? = store().getKey(alias(purpose), null) as SecretKey?

    private fun make(purpose: String): SecretKey {
        val purposes = KeyProperties.PURPOSE_ENCRYPT or KeyProperties.PURPOSE_DECRYPT
        val plan = KeyGenParameterSpec.Builder(alias(purpose), purposes)
            .setBlockModes(KeyProperties.BLOCK_MODE_GCM)
            .setEncryptionPaddings(KeyProperties.ENCRYPTION_PADDING_NONE)
            .setKeySize(256)
        if (wantsFinger(purpose)) {
            // Older phones cannot bind a key to a finger for a few seconds: there the PIN is the way.
            if (Build.VERSION.SDK_INT < Build.VERSION_CODES.R) throw VaultException.Failed("Android 11 or later")
            plan.setUserAuthenticationRequired(true)
            plan.setUserAuthenticationParameters(FINGER_SECONDS, KeyProperties.AUTH_BIOMETRIC_STRONG)
        }
        val generator = KeyGenerator.getInstance(KeyProperties.KEY_ALGORITHM_AES, PROVIDER)
        generator.init(plan.build())
        return generator.generateKey()
    }

    private companion object {
        const val PROVIDER = "AndroidKeyStore"
        const val TRANSFORM = "AES/GCM/NoPadding"
        const val UNLOCK = "unlock"
        const val NONCE = 12
        const val TAG_BITS = 128
        const val FINGER_SECONDS = 15
    }
}
