package dev.hawser.server.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import org.slf4j.LoggerFactory;

/** Sets up the log of the process. Called once, before anything logs. */
public final class Logging {

    /** Time, level, short logger name, message, key-value pairs, then the exception if there is one. */
    private static final String TEXT_PATTERN = "%d{HH:mm:ss.SSS} %-5level %logger{0}  %msg %kvp{NONE}%n%ex";

    private static final String[] TALKATIVE_LIBRARIES = {"io.fabric8", "io.netty", "io.vertx", "okhttp3"};

    /** Warns of every custom resource whose version is a beta, which is how Kong's are called. */
    private static final String VERSION_WARNINGS = "io.fabric8.kubernetes.client.dsl.internal.VersionUsageUtils";

    /**
     * The HTTP client of the Kubernetes client tells of each broken connection as an error with a stack trace, and returns
     * it as well; the watch then tells once what it means.
     */
    private static final String[] TOLD_BETTER = {
        "io.vertx.core.impl.ContextImpl",
        "io.vertx.core.net.impl.ConnectionBase",
        "io.netty.util.concurrent.DefaultPromise.rejectedExecution"
    };

    private Logging() {}

    public static void apply(LogSettings settings) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(context);
        appender.setTarget("System.err");
        appender.setEncoder(encoder(settings.format(), context));
        appender.start();

        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.addAppender(appender);
        root.setLevel(Level.valueOf(settings.level().name()));
        context.getLogger(VERSION_WARNINGS).setLevel(Level.ERROR);
        if (settings.level().compareTo(LogSettings.Level.DEBUG) > 0) {
            for (String library : TALKATIVE_LIBRARIES) {
                context.getLogger(library).setLevel(Level.WARN);
            }
            for (String told : TOLD_BETTER) {
                context.getLogger(told).setLevel(Level.OFF);
            }
        }
    }

    private static Encoder<ILoggingEvent> encoder(LogSettings.Format format, LoggerContext context) {
        return switch (format) {
            case TEXT -> {
                PatternLayoutEncoder encoder = new PatternLayoutEncoder();
                encoder.setContext(context);
                encoder.setPattern(TEXT_PATTERN);
                encoder.start();
                yield encoder;
            }
            case JSON -> {
                JsonEncoder encoder = new JsonEncoder();
                encoder.setContext(context);
                encoder.setWithContext(false);
                encoder.setWithMDC(false);
                encoder.setWithSequenceNumber(false);
                encoder.setWithFormattedMessage(true);
                encoder.setWithMessage(false);
                encoder.setWithNanoseconds(false);
                encoder.start();
                yield encoder;
            }
        };
    }
}
