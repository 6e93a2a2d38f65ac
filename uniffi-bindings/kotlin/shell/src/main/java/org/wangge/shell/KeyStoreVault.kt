package org.wangge.shell

import android.content.Context
import android.security.keystore.KeyGenParameterSpec
import android.security.keystore.KeyProperties
import java.io.File
import java.security.KeyStore
import java.security.SecureRandom
import javax.crypto.Cipher
import javax.crypto.KeyGenerator
import javax.crypto.SecretKey
import javax.crypto.spec.GCMParameterSpec
import uniffi.wangge.KeyVault

/**
 * Wraps the core's keys with keys of the Android Keystore（密钥库）, one per purpose: they never leave the
 * secure hardware, and no backup carries them, so that a restored phone is enrolled anew.
 */
class KeyStoreVault(private val context: Context) : KeyVault {
    override fun wrap(purpose: String, secret: ByteArray): ByteArray {
        val cipher = Cipher.getInstance(TRANSFORM)
        cipher.init(Cipher.ENCRYPT_MODE, key(purpose) ?: make(purpose))
        cipher.updateAAD(purpose.encodeToByteArray())
        return cipher.iv + cipher.doFinal(secret)
    }

    override fun unwrap(purpose: String, wrapped: ByteArray): ByteArray {
        val key = key(purpose) ?: error("nothing was wrapped here for this purpose")
        val cipher = Cipher.getInstance(TRANSFORM)
        cipher.init(Cipher.DECRYPT_MODE, key, GCMParameterSpec(128, wrapped, 0, NONCE))
        cipher.updateAAD(purpose.encodeToByteArray())
        return cipher.doFinal(wrapped, NONCE, wrapped.size - NONCE)
    }

    override fun destroy(purpose: String) = store().deleteEntry(alias(purpose))

    override fun instanceNonce(): ByteArray {
        val file = File(context.noBackupFilesDir, "instance")
        if (!file.exists()) {
            val fresh = File(context.noBackupFilesDir, "instance.new")
            fresh.writeBytes(ByteArray(32).also(SecureRandom()::nextBytes))
            check(fresh.renameTo(file)) { "the nonce cannot be kept" }
        }
        return file.readBytes()
    }

    private fun store(): KeyStore = KeyStore.getInstance(PROVIDER).apply { load(null) }

    private fun alias(purpose: String) = "wangge/$purpose"

    private fun key(purpose: String): SecretKey? = store().getKey(alias(purpose), null) as SecretKey?

    private fun make(purpose: String): SecretKey {
        val purposes = KeyProperties.PURPOSE_ENCRYPT or KeyProperties.PURPOSE_DECRYPT
        val generator = KeyGenerator.getInstance(KeyProperties.KEY_ALGORITHM_AES, PROVIDER)
        generator.init(
            KeyGenParameterSpec.Builder(alias(purpose), purposes)
                .setBlockModes(KeyProperties.BLOCK_MODE_GCM)
                .setEncryptionPaddings(KeyProperties.ENCRYPTION_PADDING_NONE)
                .setKeySize(256)
                .build(),
        )
        return generator.generateKey()
    }

    private companion object {
        const val PROVIDER = "AndroidKeyStore"
        const val TRANSFORM = "AES/GCM/NoPadding"
        const val NONCE = 12
    }
}
