package dev.hawser.proxy.metrics;

import io.netty.util.internal.PlatformDependent;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryUsage;
import java.math.BigDecimal;

/** What the process needs: memory and processor time, as other exporters call them. Any thread. */
public final class ProcessMetrics implements MetricSource {

    private final MemoryMXBean memory = ManagementFactory.getMemoryMXBean();

    @Override
    public void writeTo(PrometheusText text) {
        MemoryUsage heap = memory.getHeapMemoryUsage();
        MemoryUsage other = memory.getNonHeapMemoryUsage();
        text.family("jvm_memory_used_bytes", PrometheusText.Type.GAUGE, "Memory of the Java platform in use.")
                .sample(heap.getUsed(), "area", "heap")
                .sample(other.getUsed(), "area", "nonheap");
        text.family("jvm_memory_committed_bytes", PrometheusText.Type.GAUGE, "Memory of the Java platform set aside.")
                .sample(heap.getCommitted(), "area", "heap")
                .sample(other.getCommitted(), "area", "nonheap");
        long direct = PlatformDependent.usedDirectMemory();
        if (direct >= 0) {
            text.family(
                            "hawser_buffer_memory_bytes",
                            PrometheusText.Type.GAUGE,
                            "Memory of buffers that connections read into and are written from.")
                    .sample(direct);
        }
        ProcessHandle.Info info = ProcessHandle.current().info();
        info.totalCpuDuration()
                .ifPresent(time -> text.family(
                                "process_cpu_seconds_total",
                                PrometheusText.Type.COUNTER,
                                "Processor time that was spent, in seconds.")
                        .sample(BigDecimal.valueOf(time.toMillis(), 3)));
        info.startInstant()
                .ifPresent(start -> text.family(
                                "process_start_time_seconds",
                                PrometheusText.Type.GAUGE,
                                "When the process was started, in seconds since 1970.")
                        .sample(BigDecimal.valueOf(start.toEpochMilli(), 3)));
    }
}
