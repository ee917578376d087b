#!/bin/sh
# Makes what the image has below the program: a Java runtime with just the modules that are needed, the C library of this
# machine's Debian release, and the few files that every process expects.
#   rootfs.sh FOLDER-OF-JARS TARGET VERSION-OF-LIBC6
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
jars=$1
target=$2
libc=$3
. "$here/../../.mvn/jdk.sh"
hawser_find_jdk || exit 1

wanted=$(sed -n 's/^\([a-z][a-z0-9.]*\)$/\1/p' "$here/modules.txt" | paste -s -d ,)
left_out=$(sed -n 's/^-\([a-z][a-z0-9.]*\)$/\1/p' "$here/modules.txt" | paste -s -d ,)
used=$("$JAVA_HOME/bin/jdeps" --ignore-missing-deps --print-module-deps --multi-release 25 "$jars"/*.jar 2>/dev/null \
    | grep -v '^Warning' | tail -n 1)
[ -n "$used" ] || { echo "$jars: jdeps names no module (expected: the program's jars)" >&2; exit 1; }
for module in $(echo "$used" | tr , ' '); do
    case ",$wanted,$left_out," in
        *",$module,"*) ;;
        *) echo "deploy/image/modules.txt: $module is missing (expected: every module that the jars refer to: $used)" >&2; exit 1 ;;
    esac
done

rm -rf "$target"
mkdir -p "$target/opt" "$target/etc" "$target/tmp"
"$JAVA_HOME/bin/jlink" --add-modules "$wanted" --output "$target/opt/java" \
    --strip-debug --no-header-files --no-man-pages --compress zip-6

# The package is checked by APT against the release's signature.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
(cd "$work" && apt-get download -q -o APT::Sandbox::User=root "libc6=$libc" > download.log 2>&1) || {
    cat "$work/download.log" >&2
    echo "libc6=$libc: cannot be fetched (expected: a version that this machine's Debian release has; apt-get update lists them)" >&2
    exit 1
}
dpkg-deb -x "$work"/libc6_*.deb "$work/libc"
for loader in "$work"/libc/lib64/ld-linux-*.so.* "$work"/libc/lib/ld-linux-*.so.*; do
    [ -e "$loader" ] || continue
    folder=${loader#"$work/libc"}
    mkdir -p "$target$(dirname "$folder")"
    # A link into the package's own folders; the image has the file.
    cp -L "$loader" "$target$folder" 2>/dev/null || cp "$work/libc$(readlink "$loader")" "$target$folder"
done
for library in libc.so.6 libm.so.6 libdl.so.2 libpthread.so.0 librt.so.1 libresolv.so.2 libnss_dns.so.2 libnss_files.so.2; do
    for file in "$work"/libc/lib/*-linux-gnu/"$library" "$work"/libc/usr/lib/*-linux-gnu/"$library"; do
        [ -e "$file" ] || continue
        folder=$(dirname "${file#"$work/libc"}")
        mkdir -p "$target$folder"
        cp -L "$file" "$target$folder/"
    done
done
mkdir -p "$target/usr/share/doc/libc6"
cp "$work/libc/usr/share/doc/libc6/copyright" "$target/usr/share/doc/libc6/"

echo 'hawser:x:65532:65532:Hawser:/tmp:/nologin' > "$target/etc/passwd"
echo 'hawser:x:65532:' > "$target/etc/group"
echo 'hosts: files dns' > "$target/etc/nsswitch.conf"
