package dev.hawser.server.playground.cluster.programs;

/** The programs of a control plane, in the order in which they are started. */
public enum ControlPlaneProgram {
    ETCD("etcd"),
    API_SERVER("kube-apiserver"),
    CONTROLLER_MANAGER("kube-controller-manager");

    private final String fileName;

    ControlPlaneProgram(String fileName) {
        this.fileName = fileName;
    }

    /** The name of its file, and what messages call it. */
    public String fileName() {
        return fileName;
    }
}
