package dev.hawser.benchmarks.compare;

import java.util.List;

/**
 * A proxy that runs and does the job.
 *
 * @param version as the program tells it
 * @param port where it speaks HTTP/1.1 in clear
 * @param securePort where it speaks TLS, and then HTTP/1.1 or HTTP/2
 * @param cookies the values of the session cookie with which clients come, one for each origin
 */
record Contender(String name, String version, int port, int securePort, ProcessTree processes, List<String> cookies) {

    static final String HAWSER = "Hawser";
}
