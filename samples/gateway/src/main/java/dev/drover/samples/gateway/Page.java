package dev.drover.samples.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The page for people. A browser runs the script and takes the style that are in the file, by their hashes, and no other. */
final class Page {
    private final Reply reply;

    Page() {
        String html = read();
        reply = Reply.of(200, "text/html; charset=utf-8", html)
                .with(
                        "Content-Security-Policy",
                        "default-src 'none'; script-src " + hash(html, "script") + "; style-src "
                                + hash(html, "style")
                                + "; img-src data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
                .with("X-Frame-Options", "DENY");
    }

    Reply show(Call call) {
        return reply;
    }

    private static String read() {
        try (InputStream in = Page.class.getResourceAsStream("page.html")) {
            if (in == null) {
                throw new IllegalStateException("page.html is missing from the gateway's jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("page.html cannot be read from the gateway's jar", e);
        }
    }

    private static String hash(String html, String element) {
        int begin = html.indexOf("<" + element + ">") + element.length() + 2;
        String content = html.substring(begin, html.indexOf("</" + element + ">", begin));
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(hash) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every JDK has SHA-256", e);
        }
    }
}
