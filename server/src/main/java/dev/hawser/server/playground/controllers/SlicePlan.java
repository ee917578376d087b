package dev.hawser.server.playground.controllers;

import dev.hawser.server.playground.controllers.ServiceEndpoints.Group;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * What to do to the slices of a Service so that they hold its endpoints.
 *
 * <p>An endpoint stays in the slice it is in; new ones fill the slices with room, then slices that are no longer needed,
 * then new slices. A slice holds at most {@value #MAX_ENDPOINTS} endpoints. Pure.
 */
record SlicePlan(List<EndpointSlice> create, List<EndpointSlice> update, List<EndpointSlice> delete) {

    static final int MAX_ENDPOINTS = 100;
    static final String SERVICE_LABEL = "kubernetes.io/service-name";
    static final String MANAGER_LABEL = "endpointslice.kubernetes.io/managed-by";
    static final String MANAGER = "endpointslice-controller.k8s.io";
    private static final String HEADLESS_LABEL = "service.kubernetes.io/headless";

    SlicePlan {
        create = List.copyOf(create);
        update = List.copyOf(update);
        delete = List.copyOf(delete);
    }

    /**
     * The plan for a Service.
     *
     * @param existing the slices that this controller made for it
     * @param suffix ends the name of each new slice
     */
    static SlicePlan of(
            Service service, ServiceEndpoints wanted, List<EndpointSlice> existing, Supplier<String> suffix) {
        return new Drafting(service, existing, suffix).plan(wanted);
    }

    /** A slice and the endpoints it is to hold. */
    private record Draft(EndpointSlice slice, Group group, List<Endpoint> endpoints) {}

    /** The state of making one plan. */
    private static final class Drafting {

        private final Service service;
        private final Supplier<String> suffix;
        private final List<EndpointSlice> unused;
        private final List<Draft> drafts = new ArrayList<>();

        Drafting(Service service, List<EndpointSlice> existing, Supplier<String> suffix) {
            this.service = service;
            this.suffix = suffix;
            this.unused = new ArrayList<>(existing);
            unused.sort(Comparator.comparing(slice -> slice.getMetadata().getName()));
        }

        SlicePlan plan(ServiceEndpoints wanted) {
            Map<Group, Map<String, Endpoint>> unplaced = new LinkedHashMap<>();
            wanted.byGroup().forEach((group, endpoints) -> unplaced.put(group, keep(group, endpoints)));
            unplaced.forEach(this::place);
            List<EndpointSlice> create = new ArrayList<>();
            List<EndpointSlice> update = new ArrayList<>();
            for (Draft draft : drafts) {
                EndpointSlice finished = finish(draft);
                if (draft.slice().getMetadata().getResourceVersion() == null) {
                    create.add(finished);
                } else if (!finished.equals(draft.slice())) {
                    update.add(finished);
                }
            }
            return new SlicePlan(create, update, unused);
        }

        /** Takes the slices that already are of this group, and returns the endpoints that none of them holds. */
        private Map<String, Endpoint> keep(Group group, List<Endpoint> endpoints) {
            Map<String, Endpoint> left = new LinkedHashMap<>();
            endpoints.forEach(endpoint -> left.put(key(endpoint), endpoint));
            for (Iterator<EndpointSlice> i = unused.iterator(); i.hasNext(); ) {
                EndpointSlice slice = i.next();
                if (!group.equals(new Group(slice.getAddressType(), slice.getPorts()))) {
                    continue;
                }
                List<Endpoint> kept = new ArrayList<>();
                for (Endpoint before : slice.getEndpoints()) {
                    Endpoint now = left.remove(key(before));
                    if (now != null) {
                        kept.add(now);
                    }
                }
                if (!kept.isEmpty()) {
                    drafts.add(new Draft(slice, group, kept));
                    i.remove();
                }
            }
            return left;
        }

        private void place(Group group, Map<String, Endpoint> endpoints) {
            List<Endpoint> left = new ArrayList<>(endpoints.values());
            for (Draft draft : drafts) {
                if (draft.group().equals(group)) {
                    fill(draft, left);
                }
            }
            while (!left.isEmpty()
                    || drafts.stream().noneMatch(draft -> draft.group().equals(group))) {
                Draft draft = new Draft(unusedOrNew(group.addressType()), group, new ArrayList<>());
                drafts.add(draft);
                fill(draft, left);
            }
        }

        private static void fill(Draft draft, List<Endpoint> left) {
            List<Endpoint> next = left.subList(
                    0, Math.min(left.size(), MAX_ENDPOINTS - draft.endpoints().size()));
            draft.endpoints().addAll(next);
            next.clear();
        }

        /** The type of a slice's addresses cannot be changed; everything else can. */
        private EndpointSlice unusedOrNew(String addressType) {
            for (Iterator<EndpointSlice> i = unused.iterator(); i.hasNext(); ) {
                EndpointSlice slice = i.next();
                if (slice.getAddressType().equals(addressType)) {
                    i.remove();
                    return slice;
                }
            }
            return new EndpointSliceBuilder()
                    .withNewMetadata()
                    .withName(service.getMetadata().getName() + '-' + suffix.get())
                    .withGenerateName(service.getMetadata().getName() + '-')
                    .withNamespace(service.getMetadata().getNamespace())
                    .endMetadata()
                    .withAddressType(addressType)
                    .build();
        }

        private EndpointSlice finish(Draft draft) {
            return new EndpointSliceBuilder(draft.slice())
                    .editMetadata()
                    .withLabels(labels())
                    .withOwnerReferences(Ownership.referenceTo(service))
                    .endMetadata()
                    .withPorts(draft.group().ports())
                    .withEndpoints(draft.endpoints())
                    .build();
        }

        private Map<String, String> labels() {
            Map<String, String> own = service.getMetadata().getLabels();
            Map<String, String> labels = own == null ? new HashMap<>() : new HashMap<>(own);
            labels.put(SERVICE_LABEL, service.getMetadata().getName());
            labels.put(MANAGER_LABEL, MANAGER);
            if ("None".equals(service.getSpec().getClusterIP())) {
                labels.put(HEADLESS_LABEL, "");
            }
            return labels;
        }

        private static String key(Endpoint endpoint) {
            String uid = endpoint.getTargetRef() == null
                    ? ""
                    : Objects.toString(endpoint.getTargetRef().getUid(), "");
            return uid + ' ' + endpoint.getAddresses();
        }
    }
}
