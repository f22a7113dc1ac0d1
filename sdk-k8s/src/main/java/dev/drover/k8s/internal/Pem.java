package dev.drover.k8s.internal;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Certificates and keys in PEM form. The JDK reads keys in the form of PKCS#8 only; those of kubeadm (PKCS#1) and k3s
 * (SEC 1) are put into it.
 */
final class Pem {
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN (RSA |EC |)PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END");
    /** Version 0 and the algorithm: rsaEncryption. */
    private static final byte[] RSA = hex("020100300d06092a864886f70d0101010500");
    /** Identifier id-ecPublicKey. */
    private static final byte[] EC = hex("06072a8648ce3d0201");
    /** The tag of the curve's name within a key of SEC 1. */
    private static final int CURVE = 0xa0;

    private Pem() {}

    static List<X509Certificate> certificates(byte[] pem) throws CertificateException {
        List<X509Certificate> certificates =
                CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem)).stream()
                        .map(X509Certificate.class::cast)
                        .toList();
        if (certificates.isEmpty()) {
            throw new CertificateException("it holds none");
        }
        return certificates;
    }

    static ClientKey clientKey(String certificate, String key) throws GeneralSecurityException {
        return new ClientKey(privateKey(key), certificates(certificate.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static PrivateKey privateKey(String pem) throws GeneralSecurityException {
        Matcher found = KEY.matcher(pem);
        if (!found.find()) {
            throw new InvalidKeyException("it holds no private key, or one under a password");
        }
        byte[] der = Base64.getMimeDecoder().decode(found.group(2));
        return switch (found.group(1)) {
            case "RSA " -> key("RSA", sequence(RSA, tagged(0x04, der)));
            case "EC " -> key("EC", sequence(hex("020100"), sequence(EC, curve(der)), tagged(0x04, der)));
            default -> ofAnyKind(der);
        };
    }

    private static PrivateKey ofAnyKind(byte[] der) throws GeneralSecurityException {
        for (String algorithm : List.of("RSA", "EC")) {
            try {
                return key(algorithm, der);
            } catch (GeneralSecurityException e) {
                // Then it is of the next kind.
            }
        }
        return key("EdDSA", der);
    }

    private static PrivateKey key(String algorithm, byte[] der) throws GeneralSecurityException {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
    }

    /** A key of SEC 1 is a sequence of its version, the secret number, and the curve's name; all of one length byte. */
    private static byte[] curve(byte[] der) throws InvalidKeyException {
        try {
            int at = der[1] < 0 ? 3 : 2;
            while ((der[at] & 0xff) != CURVE) {
                at += 2 + der[at + 1];
            }
            byte[] name = new byte[der[at + 1]];
            System.arraycopy(der, at + 2, name, 0, name.length);
            return name;
        } catch (IndexOutOfBoundsException | NegativeArraySizeException e) {
            throw new InvalidKeyException("it names no curve", e);
        }
    }

    private static byte[] sequence(byte[]... parts) {
        return tagged(0x30, parts);
    }

    private static byte[] tagged(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream der = new ByteArrayOutputStream();
        der.write(tag);
        if (content.size() < 0x80) {
            der.write(content.size());
        } else if (content.size() < 0x100) {
            der.write(0x81);
            der.write(content.size());
        } else {
            der.write(0x82);
            der.write(content.size() >> 8);
            der.write(content.size());
        }
        der.writeBytes(content.toByteArray());
        return der.toByteArray();
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}
