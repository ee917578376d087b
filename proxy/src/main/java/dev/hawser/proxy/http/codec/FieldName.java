package dev.hawser.proxy.http.codec;

/**
 * The names of fields that the codec recognises: they are looked up and dropped by number, without comparing text. At
 * most 63, each of at most 24 characters.
 */
public enum FieldName implements CharSequence {
    ACCEPT("Accept"),
    ACCEPT_ENCODING("Accept-Encoding"),
    ACCEPT_LANGUAGE("Accept-Language"),
    AUTHORIZATION("Authorization"),
    CACHE_CONTROL("Cache-Control"),
    CONNECTION("Connection"),
    CONTENT_ENCODING("Content-Encoding"),
    CONTENT_LENGTH("Content-Length"),
    CONTENT_TYPE("Content-Type"),
    COOKIE("Cookie"),
    DATE("Date"),
    ETAG("ETag"),
    EXPECT("Expect"),
    FORWARDED("Forwarded"),
    HOST("Host"),
    IF_NONE_MATCH("If-None-Match"),
    KEEP_ALIVE("Keep-Alive"),
    LAST_MODIFIED("Last-Modified"),
    LOCATION("Location"),
    ORIGIN("Origin"),
    PROXY("Proxy"),
    PROXY_CONNECTION("Proxy-Connection"),
    RANGE("Range"),
    REFERER("Referer"),
    SERVER("Server"),
    SET_COOKIE("Set-Cookie"),
    TE("TE"),
    TRAILER("Trailer"),
    TRANSFER_ENCODING("Transfer-Encoding"),
    UPGRADE("Upgrade"),
    USER_AGENT("User-Agent"),
    VARY("Vary"),
    VIA("Via"),
    X_FORWARDED_FOR("X-Forwarded-For"),
    X_FORWARDED_HOST("X-Forwarded-Host"),
    X_FORWARDED_PATH("X-Forwarded-Path"),
    X_FORWARDED_PORT("X-Forwarded-Port"),
    X_FORWARDED_PREFIX("X-Forwarded-Prefix"),
    X_FORWARDED_PROTO("X-Forwarded-Proto"),
    X_KONG_PROXY_LATENCY("X-Kong-Proxy-Latency"),
    X_KONG_REQUEST_ID("X-Kong-Request-Id"),
    X_KONG_RESPONSE_LATENCY("X-Kong-Response-Latency"),
    X_KONG_UPSTREAM_LATENCY("X-Kong-Upstream-Latency"),
    X_REAL_IP("X-Real-IP");

    private final String text;

    FieldName(String text) {
        this.text = text;
    }

    /** The number that tables hold for it; 0 is any other name. */
    @SuppressWarnings("EnumOrdinal") // lives in tables of this process only; any number will do that is small
    int kind() {
        return ordinal() + 1;
    }

    long bit() {
        return 1L << kind();
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public char charAt(int index) {
        return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.subSequence(start, end);
    }

    /** As it is written: {@code "Content-Length"}. */
    @Override
    public String toString() {
        return text;
    }
}
