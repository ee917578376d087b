package dev.hawser.server.playground.cluster;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * The command lines of the programs, all of which run in the cluster's folder, so that file names are relative.
 *
 * <p>etcd listens at Unix domain sockets: the folder is its owner's alone, which protects them better than a certificate
 * would, and no port is taken. (A host and a port are the form that etcd wants for their names.)
 */
final class ProgramArguments {

    static final String SERVICE_RANGE = "10.96.0.0/16";

    /** The first address of {@link #SERVICE_RANGE}, which the Service {@code kubernetes} gets. */
    static final String KUBERNETES_SERVICE = "10.96.0.1";

    private static final String ISSUER = "https://kubernetes.default.svc";

    private static final String ETCD_SOCKET = "unix://etcd:2379";
    private static final String PEER_SOCKET = "unix://etcd-peer:2380";
    private static final String PEER_NAME = "http://localhost:2380";

    /**
     * Those that a Deployment, a Service, a namespace and a service account need. Not among them: node-lifecycle-controller,
     * which would mark pods unready while a test keeps the API server from answering.
     */
    private static final List<String> CONTROLLERS = List.of(
            "clusterrole-aggregation-controller",
            "deployment-controller",
            "disruption-controller",
            "endpointslice-controller",
            "garbage-collector-controller",
            "namespace-controller",
            "pod-garbage-collector-controller",
            "replicaset-controller",
            "root-ca-certificate-publisher-controller",
            "serviceaccount-controller",
            "serviceaccount-token-controller",
            "statefulset-controller");

    private ProgramArguments() {}

    static List<String> etcd() {
        return List.of(
                "--data-dir=etcd-data",
                "--listen-client-urls=" + ETCD_SOCKET,
                "--advertise-client-urls=" + ETCD_SOCKET,
                "--listen-peer-urls=" + PEER_SOCKET,
                "--initial-advertise-peer-urls=" + PEER_NAME,
                "--initial-cluster=default=" + PEER_NAME,
                // What the operating system has not written when the machine dies is lost; a playground may.
                "--unsafe-no-fsync",
                "--log-level=warn");
    }

    static List<String> apiServer(InetSocketAddress listen) {
        return List.of(
                "--etcd-servers=" + ETCD_SOCKET,
                "--bind-address=" + listen.getAddress().getHostAddress(),
                "--secure-port=" + listen.getPort(),
                "--advertise-address=127.0.0.1",
                "--endpoint-reconciler-type=none",
                "--tls-cert-file=" + ClusterFiles.API_SERVER + ".crt",
                "--tls-private-key-file=" + ClusterFiles.API_SERVER + ".key",
                "--client-ca-file=" + ClusterFiles.AUTHORITY,
                "--anonymous-auth=false",
                "--authorization-mode=Node,RBAC",
                "--service-account-issuer=" + ISSUER,
                "--service-account-key-file=" + ClusterFiles.SIGNING_KEY,
                "--service-account-signing-key-file=" + ClusterFiles.SIGNING_KEY,
                "--service-cluster-ip-range=" + SERVICE_RANGE,
                // Its taint on new nodes is taken away by a controller that does not run here.
                "--disable-admission-plugins=TaintNodesByCondition",
                "--profiling=false");
    }

    static List<String> controllerManager() {
        String kubeconfig = ClusterFiles.CONTROLLER_MANAGER + ".kubeconfig";
        return List.of(
                "--kubeconfig=" + kubeconfig,
                "--authentication-kubeconfig=" + kubeconfig,
                "--authorization-kubeconfig=" + kubeconfig,
                "--secure-port=0",
                "--leader-elect=false",
                "--use-service-account-credentials",
                "--service-account-private-key-file=" + ClusterFiles.SIGNING_KEY,
                "--root-ca-file=" + ClusterFiles.AUTHORITY,
                "--controllers=" + String.join(",", CONTROLLERS),
                // The default of 20 calls a second would make a rollout wait for its own EndpointSlices.
                "--kube-api-qps=1000",
                "--kube-api-burst=2000",
                "--concurrent-service-endpoint-syncs=10",
                "--profiling=false");
    }
}
