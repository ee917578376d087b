#!/bin/sh
# Runs the pinned h2spec: the program that HAWSER_H2SPEC names, or one that is built with Go the first time and kept in
# ${XDG_CACHE_HOME:-~/.cache}/hawser/h2spec. Ends with 69 when there is neither. The module beside this file says which
# version: that of its release 2.6.0, whose tag Go does not take for one.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
[ -z "${HAWSER_H2SPEC:-}" ] || exec "$HAWSER_H2SPEC" "$@"

version=2.6.0
key=$version-$(cat "$here/go.mod" "$here/go.sum" "$here/h2spec.sh" | sha256sum | cut -c 1-12)
folder=${XDG_CACHE_HOME:-$HOME/.cache}/hawser/h2spec/$key
h2spec=$folder/h2spec

if [ ! -x "$h2spec" ]; then
    go=$(command -v go || true)
    [ -n "$go" ] || { [ -x /usr/local/go/bin/go ] && go=/usr/local/go/bin/go; } || {
        echo "h2spec: neither HAWSER_H2SPEC nor go is there (expected: h2spec $version, or Go to build it)" >&2
        exit 69
    }
    mkdir -p "$folder"
    (
        # Two builds at once would only take each other's processor.
        flock 9
        if [ ! -x "$h2spec" ]; then
            echo "Building h2spec $version with $("$go" env GOVERSION) (once; it takes half a minute or so)…" >&2
            start=$(date +%s)
            (cd "$here" && CGO_ENABLED=0 "$go" build -mod=readonly -trimpath -ldflags "-s -w -X main.VERSION=$version" \
                -o "$folder/building" github.com/summerwind/h2spec/cmd/h2spec) >&2
            mv "$folder/building" "$h2spec"
            echo "Built h2spec $version in $(($(date +%s) - start)) s" >&2
        fi
    ) 9> "$folder/lock"
fi
exec "$h2spec" "$@"
