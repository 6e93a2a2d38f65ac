package cn.wangge.field.shell

import java.net.Socket
import java.security.MessageDigest
import java.security.cert.CertificateException
import java.security.cert.X509Certificate
import javax.net.ssl.SSLContext
import javax.net.ssl.SSLEngine
import javax.net.ssl.SSLSocketFactory
import javax.net.ssl.X509ExtendedTrustManager

/**
 * Trusts the one key of `OsUpload.pin`, as the core itself does: the SHA-256, in hex, of the
 * SubjectPublicKeyInfo of the certificate that the relay shows.
 *
 * Names, authorities and dates of that certificate say nothing, since a relay makes its own, often
 * on a bare address of a local network; the handshake proves that the other side holds the key. For
 * the same reason a client that checks names must be told not to. An *extended* trust manager:
 * the Java platform adds a check of names around any other.
 */
class PinnedTrust(private val pin: String) : X509ExtendedTrustManager() {
    /** What OkHttp and `HttpsURLConnection` take, together with this. */
    fun socketFactory(): SSLSocketFactory = context().socketFactory

    /** TLS that trusts this key and no other. */
    fun context(): SSLContext =
        SSLContext.getInstance("TLS").apply { init(null, arrayOf(this@PinnedTrust), null) }

    override fun checkServerTrusted(chain: Array<X509Certificate>, authType: String) {
        val shown = chain.firstOrNull() ?: throw CertificateException("no certificate")
        val digest = MessageDigest.getInstance("SHA-256").digest(shown.publicKey.encoded)
        val found = digest.joinToString("") { "%02x".format(it) }
        if (found != pin) throw CertificateException("another key than the relay's")
    }

    override fun checkServerTrusted(chain: Array<X509Certificate>, authType: String, socket: Socket?) =
        checkServerTrusted(chain, authType)

    override fun checkServerTrusted(chain: Array<X509Certificate>, authType: String, engine: SSLEngine?) =
        checkServerTrusted(chain, authType)

    override fun checkClientTrusted(chain: Array<X509Certificate>, authType: String): Unit =
        throw CertificateException("a phone is no server")

    override fun checkClientTrusted(chain: Array<X509Certificate>, authType: String, socket: Socket?) =
        checkClientTrusted(chain, authType)

    override fun checkClientTrusted(chain: Array<X509Certificate>, authType: String, engine: SSLEngine?) =
        checkClientTrusted(chain, authType)

    override fun getAcceptedIssuers(): Array<X509Certificate> = emptyArray()
}
