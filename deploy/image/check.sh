#!/bin/sh
# Runs what build.sh built, without a container engine: the layers are unpacked, and the image's own command is run in
# namespaces of its own as the image's user, with a read-only root and a /tmp in memory. Needs root, python3 and curl.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
tar=${1:-$here/target/hawser-image.tar}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The layers, one over the other, and the configuration as shell variables.
mkdir "$work/oci" "$work/root"
tar -xf "$tar" -C "$work/oci"
python3 - "$work" > "$work/config" <<'PYTHON'
import json, pathlib, shlex, subprocess, sys
work = pathlib.Path(sys.argv[1])
def blob(digest):
    return work / "oci" / "blobs" / digest.replace(":", "/")
manifest = json.loads(blob(json.loads((work / "oci" / "index.json").read_text())["manifests"][0]["digest"]).read_text())
for layer in manifest["layers"]:
    subprocess.run(["tar", "--warning=no-unknown-keyword", "-xzf", blob(layer["digest"]), "-C", work / "root"], check=True)
config = json.loads(blob(manifest["config"]["digest"]).read_text())["config"]
print("user=" + shlex.quote(config["User"]))
print("entrypoint=" + shlex.quote(" ".join(shlex.quote(word) for word in config["Entrypoint"])))
print("environment=" + shlex.quote(" ".join(shlex.quote(word) for word in config["Env"])))
print("command=" + shlex.quote(" ".join(config["Cmd"])))
for label, value in sorted(config["Labels"].items()):
    print("#", label + "=" + value)
PYTHON
. "$work/config"
grep '^#' "$work/config"
[ "$user" = 65532:65532 ] && [ "$command" = run ] || { echo "user $user, command $command (expected: 65532:65532, run)" >&2; exit 1; }

cat > "$work/inside" <<'INSIDE'
set -eu
root=$1/root
fail() { echo "$*" >&2; [ ! -f "$root/tmp/log" ] || cat "$root/tmp/log" >&2; exit 1; }
. "$1/config"
mount --bind "$root" "$root"
mount -o remount,bind,ro "$root"
mount -t tmpfs -o mode=1777,size=64m tmpfs "$root/tmp"
mount -t proc proc "$root/proc"
ip link set lo up
# Nothing of this machine's environment is seen in there.
chroot=$(command -v chroot)
run() { eval "exec env -i $environment $chroot --userspec=$user '$root' $entrypoint $*"; }

(run --help) > "$root/tmp/help" 2>&1 || fail "--help ended with $?: $(cat "$root/tmp/help")"
grep -q 'gateway' "$root/tmp/help" || fail "--help: $(cat "$root/tmp/help")"

cat > "$root/tmp/kong.yml" <<'CONFIG'
_format_version: "3.0"
services:
  - name: status
    url: http://127.0.0.1:8100/status
    routes:
      - name: status
        paths: [/check]
CONFIG
(run gateway --declarative-config=/tmp/kong.yml) > "$root/tmp/log" 2>&1 &
gateway=$!
for _ in $(seq 150); do
    curl -sf -o /dev/null http://127.0.0.1:8100/status/ready && break
    kill -0 "$gateway" 2>/dev/null || fail "the gateway ended"
    sleep 0.2
done
answer=$(curl -sS -i http://127.0.0.1:8000/check) || fail "the gateway does not answer"
echo "$answer" | grep -q '^HTTP/1.1 200' || fail "$answer"
curl -sSk -o /dev/null -w 'TLS %{http_code}\n' https://127.0.0.1:8443/check || fail "TLS is not answered"
transport=$(sed -n 's/.* transport=\([A-Z_]*\).*/\1/p' "$root/tmp/log")
kill -TERM "$gateway"
wait "$gateway" || code=$?
[ "${code:-0}" = 143 ] || fail "the gateway ended with ${code:-0} (expected: 143, which is SIGTERM)"
grep -q 'Gateway has stopped' "$root/tmp/log" || fail "the gateway did not stop in order"
case "$transport" in
    IO_URING|EPOLL) echo "The image runs as $user, with the transport $transport." ;;
    *) fail "transport: ${transport:-none} (expected: IO_URING or EPOLL, whose libraries are in the image)" ;;
esac
INSIDE
mkdir "$work/root/proc"
unshare --mount --pid --fork --net sh "$work/inside" "$work"
