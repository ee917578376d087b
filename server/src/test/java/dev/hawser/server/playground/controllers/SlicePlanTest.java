package dev.hawser.server.playground.controllers;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointConditions;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SlicePlanTest {

    private final Service service = new ServiceBuilder()
            .withNewMetadata()
            .withName("web")
            .withNamespace("demo")
            .withUid("uid-web")
            .addToLabels("team", "a")
            .endMetadata()
            .withNewSpec()
            .addToSelector("app", "web")
            .addNewPort()
            .withPort(80)
            .withTargetPort(new IntOrString("http"))
            .endPort()
            .endSpec()
            .build();

    private int suffix;

    private SlicePlan plan(Service of, List<EndpointSlice> existing, Pod... pods) {
        return SlicePlan.of(of, ServiceEndpoints.of(of, Arrays.asList(pods)), existing, () -> "s" + suffix++);
    }

    /** As the API gives it back. */
    private static EndpointSlice stored(EndpointSlice slice) {
        return new EndpointSliceBuilder(slice)
                .editMetadata()
                .withResourceVersion("1")
                .endMetadata()
                .build();
    }

    private EndpointSlice single(Pod... pods) {
        return plan(service, List.of(), pods).create().getFirst();
    }

    private static EndpointConditions conditions(boolean ready, boolean serving, boolean terminating) {
        return new EndpointConditions(ready, serving, terminating);
    }

    @Test
    void describesTheServiceAndItsPods() {
        EndpointSlice slice = single(TestPods.ready("a", "127.20.0.1").build());
        assertThat(slice.getMetadata().getName()).isEqualTo("web-s0");
        assertThat(slice.getMetadata().getLabels())
                .containsEntry("kubernetes.io/service-name", "web")
                .containsEntry("endpointslice.kubernetes.io/managed-by", "endpointslice-controller.k8s.io")
                .containsEntry("team", "a")
                .doesNotContainKey("service.kubernetes.io/headless");
        assertThat(slice.getMetadata().getOwnerReferences().getFirst().getUid()).isEqualTo("uid-web");
        assertThat(slice.getAddressType()).isEqualTo("IPv4");
        assertThat(slice.getPorts()).containsExactly(new EndpointPort(null, "", 8080, "TCP"));
        Endpoint endpoint = slice.getEndpoints().getFirst();
        assertThat(endpoint.getAddresses()).containsExactly("127.20.0.1");
        assertThat(endpoint.getNodeName()).isEqualTo("hawser-node");
        assertThat(endpoint.getTargetRef().getKind()).isEqualTo("Pod");
        assertThat(endpoint.getTargetRef().getNamespace()).isEqualTo("demo");
        assertThat(endpoint.getTargetRef().getName()).isEqualTo("a");
        assertThat(endpoint.getTargetRef().getUid()).isEqualTo("uid-a");
        assertThat(endpoint.getConditions()).isEqualTo(conditions(true, true, false));
    }

    @Test
    void setsTheConditionsAsKubernetesDoes() {
        EndpointSlice slice = single(
                TestPods.running("a", "127.20.0.1").build(),
                TestPods.terminating(TestPods.ready("b", "127.20.0.2")),
                TestPods.terminating(TestPods.running("c", "127.20.0.3")));
        assertThat(slice.getEndpoints().stream().map(Endpoint::getConditions))
                .containsExactly(
                        conditions(false, false, false), conditions(false, true, true), conditions(false, false, true));
    }

    @Test
    void callsAllReadyWhenTheServicePublishesThemAnyway() {
        Service publishing = new ServiceBuilder(service)
                .editSpec()
                .withPublishNotReadyAddresses(true)
                .endSpec()
                .build();
        SlicePlan plan = plan(
                publishing,
                List.of(),
                TestPods.running("a", "127.20.0.1").build(),
                TestPods.terminating(TestPods.ready("b", "127.20.0.2")));
        assertThat(plan.create().getFirst().getEndpoints().stream().map(Endpoint::getConditions))
                .containsExactly(conditions(true, false, false), conditions(true, true, true));
    }

    @Test
    void leavesOutPodsThatHaveFinishedOrHaveNoAddress() {
        Pod finished = TestPods.ready("a", "127.20.0.1")
                .editStatus()
                .withPhase("Succeeded")
                .endStatus()
                .build();
        Pod unaddressed = TestPods.running("b", "127.20.0.2")
                .editStatus()
                .withPodIP(null)
                .withPodIPs(List.of())
                .endStatus()
                .build();
        EndpointSlice slice = single(finished, unaddressed);
        assertThat(slice.getEndpoints()).isEmpty();
        assertThat(slice.getPorts()).isEmpty();
    }

    @Test
    void putsPodsWhoseNamedPortDiffersIntoAnotherSlice() {
        Pod other = TestPods.ready("b", "127.20.0.2")
                .editSpec()
                .editFirstContainer()
                .editFirstPort()
                .withContainerPort(9090)
                .endPort()
                .endContainer()
                .endSpec()
                .build();
        SlicePlan plan =
                plan(service, List.of(), TestPods.ready("a", "127.20.0.1").build(), other);
        assertThat(plan.create().stream()
                        .map(slice -> slice.getPorts().getFirst().getPort()))
                .containsExactly(8080, 9090);
    }

    @Test
    void usesTheServicesPortWithoutATargetPort() {
        Service plain = new ServiceBuilder(service)
                .editSpec()
                .withPorts()
                .addNewPort()
                .withName("web")
                .withPort(80)
                .withAppProtocol("http")
                .endPort()
                .addNewPort()
                .withName("direct")
                .withPort(81)
                .withTargetPort(new IntOrString(8081))
                .endPort()
                .endSpec()
                .build();
        SlicePlan plan =
                plan(plain, List.of(), TestPods.ready("a", "127.20.0.1").build());
        assertThat(plan.create().getFirst().getPorts())
                .containsExactly(
                        new EndpointPort("http", "web", 80, "TCP"), new EndpointPort(null, "direct", 8081, "TCP"));
    }

    @Test
    void marksTheSlicesOfAHeadlessService() {
        Service headless = new ServiceBuilder(service)
                .editSpec()
                .withClusterIP("None")
                .withPorts()
                .endSpec()
                .build();
        SlicePlan plan =
                plan(headless, List.of(), TestPods.ready("a", "127.20.0.1").build());
        assertThat(plan.create().getFirst().getMetadata().getLabels())
                .containsEntry("service.kubernetes.io/headless", "");
        assertThat(plan.create().getFirst().getEndpoints()).hasSize(1);
    }

    @Test
    void makesASliceForEachFamilyOfTheService() {
        Service dual = new ServiceBuilder(service)
                .editSpec()
                .withIpFamilies("IPv6", "IPv4")
                .endSpec()
                .build();
        Pod pod = TestPods.ready("a", "127.20.0.1")
                .editStatus()
                .addNewPodIP("::1")
                .endStatus()
                .build();
        SlicePlan plan = plan(dual, List.of(), pod);
        assertThat(plan.create().stream().map(EndpointSlice::getAddressType)).containsExactly("IPv4", "IPv6");
        assertThat(plan.create().getLast().getEndpoints().getFirst().getAddresses())
                .containsExactly("::1");
    }

    @Test
    void changesNothingWhenAllIsAsItShouldBe() {
        Pod a = TestPods.ready("a", "127.20.0.1").build();
        assertThat(plan(service, List.of(stored(single(a))), a))
                .isEqualTo(new SlicePlan(List.of(), List.of(), List.of()));
        assertThat(plan(service, List.of(stored(single())))).isEqualTo(new SlicePlan(List.of(), List.of(), List.of()));
    }

    @Test
    void changesAConditionWhereTheEndpointIs() {
        Pod a = TestPods.ready("a", "127.20.0.1").build();
        Pod b = TestPods.ready("b", "127.20.0.2").build();
        EndpointSlice before = stored(single(a, b));
        SlicePlan plan = plan(service, List.of(before), TestPods.terminating(TestPods.ready("a", "127.20.0.1")), b);
        assertThat(plan.create()).isEmpty();
        assertThat(plan.delete()).isEmpty();
        assertThat(plan.update()).hasSize(1);
        assertThat(plan.update().getFirst().getMetadata().getName()).isEqualTo("web-s0");
        assertThat(plan.update().getFirst().getEndpoints().getFirst().getConditions())
                .isEqualTo(conditions(false, true, true));
        assertThat(plan.update().getFirst().getEndpoints().getLast())
                .isEqualTo(before.getEndpoints().getLast());
    }

    @Test
    void takesAnotherPodOnTheSameAddressForAnotherEndpoint() {
        EndpointSlice before = stored(single(TestPods.ready("a", "127.20.0.1").build()));
        Pod next = TestPods.ready("b", "127.20.0.1").build();
        Endpoint endpoint = plan(service, List.of(before), next)
                .update()
                .getFirst()
                .getEndpoints()
                .getFirst();
        assertThat(endpoint.getTargetRef().getUid()).isEqualTo("uid-b");
    }

    @Test
    void keepsOneSliceWithoutEndpointsAndFillsItAgain() {
        Pod a = TestPods.ready("a", "127.20.0.1").build();
        SlicePlan empty = plan(service, List.of(stored(single(a))));
        assertThat(empty.update()).hasSize(1);
        assertThat(empty.update().getFirst().getEndpoints()).isEmpty();
        SlicePlan filled = plan(service, List.of(stored(empty.update().getFirst())), a);
        assertThat(filled.create()).isEmpty();
        assertThat(filled.update().getFirst().getEndpoints()).hasSize(1);
        assertThat(filled.update().getFirst().getPorts().getFirst().getPort()).isEqualTo(8080);
    }

    @Test
    void holdsAtMostAHundredEndpointsAndFillsGaps() {
        List<Pod> pods = new ArrayList<>();
        for (int i = 0; i < 250; i++) {
            pods.add(TestPods.ready("p%03d".formatted(i), "127.20.1." + i).build());
        }
        List<EndpointSlice> slices = plan(service, List.of(), pods.toArray(Pod[]::new)).create().stream()
                .map(SlicePlanTest::stored)
                .toList();
        assertThat(slices.stream().map(slice -> slice.getEndpoints().size())).containsExactly(100, 100, 50);

        pods.removeFirst();
        pods.add(TestPods.ready("q", "127.20.2.1").build());
        SlicePlan plan = plan(service, slices, pods.toArray(Pod[]::new));
        assertThat(plan.create()).isEmpty();
        assertThat(plan.update()).hasSize(1);
        assertThat(plan.update().getFirst().getMetadata().getName()).isEqualTo("web-s0");
        assertThat(plan.update().getFirst().getEndpoints()).hasSize(100);
    }

    @Test
    void deletesSlicesThatAreNotNeededAnyMore() {
        List<Pod> pods = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            pods.add(TestPods.ready("p%03d".formatted(i), "127.20.1." + i).build());
        }
        List<EndpointSlice> slices = plan(service, List.of(), pods.toArray(Pod[]::new)).create().stream()
                .map(SlicePlanTest::stored)
                .toList();
        SlicePlan plan = plan(service, slices, pods.subList(0, 3).toArray(Pod[]::new));
        assertThat(plan.delete()).containsExactly(slices.getLast());
        assertThat(plan.update().getFirst().getEndpoints()).hasSize(3);
    }
}
