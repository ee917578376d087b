package dev.hawser.benchmarks.compare;

import java.util.LinkedHashMap;
import java.util.Map;

/** The request of all loads: what a browser sends, and the session's cookie. */
final class SampleHead {

    private SampleHead() {}

    static Map<String, String> fields(String cookie) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("Host", "app.example.com");
        fields.put("User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0");
        fields.put("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8");
        fields.put("Accept-Language", "en-GB,en;q=0.5");
        fields.put("Accept-Encoding", "gzip, deflate, br");
        fields.put("Cookie", SessionCookies.NAME + "=" + cookie);
        return fields;
    }

    static String text(String path, String cookie) {
        return lines("GET", path, cookie) + "\r\n";
    }

    /** One that asks to send a body, too long to come to its end. */
    static String upload(String path, String cookie) {
        return lines("POST", path, cookie) + "Content-Length: 1000000\r\n\r\n";
    }

    /** The beginning of one, up to the value of a field. */
    static String begun(String cookie) {
        return lines("GET", "/", cookie) + "X-Slow: ";
    }

    private static String lines(String method, String path, String cookie) {
        StringBuilder text = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
        fields(cookie)
                .forEach((name, value) ->
                        text.append(name).append(": ").append(value).append("\r\n"));
        return text.toString();
    }
}
