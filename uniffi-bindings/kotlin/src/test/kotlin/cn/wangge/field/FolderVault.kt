package cn.wangge.field

import java.io.File
import java.security.SecureRandom
import javax.crypto.AEADBadTagException
import javax.crypto.Cipher
import javax.crypto.spec.GCMParameterSpec
import javax.crypto.spec.SecretKeySpec

/** Keys in a folder: stands in for the Android key store, which the JVM has not. */
class FolderVault(private val folder: File) : KeyVault {
    init {
        folder.mkdirs()
    }

    private fun key(purpose: String, make: Boolean): ByteArray {
        val file = File(folder, "$purpose.key")
        if (!file.exists()) {
            if (!make) throw VaultException.Unknown()
            file.writeBytes(ByteArray(32).also { SecureRandom().nextBytes(it) })
        }
        return file.readBytes()
    }

    private fun cipher(mode: Int, purpose: String, make: Boolean, nonce: ByteArray): Cipher {
        val cipher = Cipher.getInstance("AES/GCM/NoPadding")
        cipher.init(mode, SecretKeySpec(key(purpose, make), "AES"), GCMParameterSpec(128, nonce))
        return cipher
    }

    override fun wrap(purpose: String, secret: ByteArray): ByteArray {
        val nonce = ByteArray(12).also { SecureRandom().nextBytes(it) }
        return nonce + cipher(Cipher.ENCRYPT_MODE, purpose, true, nonce).doFinal(secret)
    }

    override fun unwrap(purpose: String, wrapped: ByteArray): ByteArray {
        val nonce = wrapped.copyOf(12)
        val body = wrapped.copyOfRange(12, wrapped.size)
        try {
            return cipher(Cipher.DECRYPT_MODE, purpose, false, nonce).doFinal(body)
        } catch (_: AEADBadTagException) {
            throw VaultException.Unknown()
        }
    }

    override fun destroy(purpose: String) {
        File(folder, "$purpose.key").delete()
    }

    override fun instanceNonce(): ByteArray = key("instance-nonce", true)
}
