#!/bin/sh
# Runs the pinned Helm: the program that HAWSER_HELM names, or one that is built with Go the first time and kept in
# ${XDG_CACHE_HOME:-~/.cache}/hawser/helm. Ends with 69 when there is neither. The module beside this file says which
# version, and has the sums of all it is made of.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
[ -z "${HAWSER_HELM:-}" ] || exec "$HAWSER_HELM" "$@"

version=$(sed -n 's,^.*helm\.sh/helm/v3 \(v[^ ]*\).*,\1,p' "$here/go.mod")
# The version of Kubernetes that charts are rendered for unless said otherwise; Helm takes it from its client library.
minor=$(sed -n 's,^.*k8s\.io/client-go v0\.\([0-9]*\)\..*,\1,p' "$here/go.mod")
key=$version-$(cat "$here/go.mod" "$here/go.sum" "$here/helm.sh" | sha256sum | cut -c 1-12)
folder=${XDG_CACHE_HOME:-$HOME/.cache}/hawser/helm/$key
helm=$folder/helm

if [ ! -x "$helm" ]; then
    go=$(command -v go || true)
    [ -n "$go" ] || { [ -x /usr/local/go/bin/go ] && go=/usr/local/go/bin/go; } || {
        echo "helm: neither HAWSER_HELM nor go is there (expected: Helm $version, or Go to build it)" >&2
        exit 69
    }
    mkdir -p "$folder"
    (
        # Two builds at once would only take each other's processor.
        flock 9
        if [ ! -x "$helm" ]; then
            echo "Building Helm $version with $("$go" env GOVERSION) (once; it takes two minutes or so)…" >&2
            start=$(date +%s)
            rules=helm.sh/helm/v3/pkg/lint/rules
            capabilities=helm.sh/helm/v3/pkg/chartutil
            flags="-s -w -X helm.sh/helm/v3/internal/version.version=$version"
            for package in $rules $capabilities; do
                flags="$flags -X $package.k8sVersionMajor=1 -X $package.k8sVersionMinor=$minor"
            done
            (cd "$here" && CGO_ENABLED=0 "$go" build -mod=readonly -trimpath -ldflags "$flags" \
                -o "$folder/building" helm.sh/helm/v3/cmd/helm) >&2
            mv "$folder/building" "$helm"
            echo "Built Helm $version in $(($(date +%s) - start)) s" >&2
        fi
    ) 9> "$folder/lock"
fi
exec "$helm" "$@"
