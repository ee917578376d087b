#!/bin/sh
# Renders the plain manifests from the chart: into this folder, or to another one that is named. The build checks that the
# files here are what the chart says.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
target=${1:-$here}
namespace=hawser-system

render() {
    echo "# Rendered from deploy/helm/hawser by deploy/manifests/render.sh, with topology=$1."
    echo "#"
    echo "#   kubectl apply --server-side -f deploy/crds        # unless Kong's are there and are to stay"
    echo "#   kubectl apply -f deploy/manifests/$1.yaml"
    echo "#   head -c 32 /dev/urandom | kubectl -n $namespace create secret generic hawser-session-key --from-file=session-key=/dev/stdin"
    echo "#"
    echo "# The pods wait for that key, which all replicas share: it is made once, and kept."
    printf -- '---\napiVersion: v1\nkind: Namespace\nmetadata:\n  name: %s\n' "$namespace"
    "$here/../tools/helm/helm.sh" template hawser "$here/../helm/hawser" --namespace "$namespace" \
        --values "$here/values.yaml" --set "topology=$1" > "$target/.rendered" 2> "$target/.log" || {
        cat "$target/.log" >&2
        exit 1
    }
    # Nothing here is Helm's: without these an installation by Helm would be told of another owner.
    sed -e '/^# Source: /d' -e '/helm\.sh\/chart: /d' -e '/app\.kubernetes\.io\/managed-by: Helm$/d' "$target/.rendered"
    rm "$target/.rendered" "$target/.log"
}

for topology in all-in-one two-containers; do
    render "$topology" > "$target/$topology.yaml"
done
