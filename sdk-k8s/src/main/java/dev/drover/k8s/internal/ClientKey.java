package dev.drover.k8s.internal;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/** A client's certificate, with those that vouch for it, and its key. */
record ClientKey(PrivateKey key, List<X509Certificate> chain) {

    /** The subject, never the key. */
    @Override
    public String toString() {
        return "ClientKey[" + chain.get(0).getSubjectX500Principal() + "]";
    }
}
