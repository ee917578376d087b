#!/bin/sh
# Builds the OCI image as deploy/image/target/hawser-image.tar: no container engine, no registry. Needs a Debian or Ubuntu
# machine, whose release gives the C library, and what the build needs. Arguments are Maven's:
#   deploy/image/build.sh -o -Dimage.version=1.2.3
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
top=$here/../..
. "$top/.mvn/jdk.sh"
hawser_find_jdk || exit 1
command -v apt-get >/dev/null || { echo "apt-get: is not there (expected: a Debian or Ubuntu machine)" >&2; exit 1; }

# LIBC6_VERSION pins it: a version that was recorded in the labels of an earlier image, as long as the archive has it.
libc=${LIBC6_VERSION:-$(apt-cache policy libc6 | sed -n 's/^ *Candidate: //p')}
java=$(sed -n 's/^JAVA_RUNTIME_VERSION="\(.*\)"$/\1/p' "$JAVA_HOME/release")
cd "$top"
./mvnw -B -q -ntp -Pimage -pl deploy/image -am -Dmaven.test.skip -Djacoco.skip package \
    "-Dimage.architecture=$(dpkg --print-architecture)" "-Dimage.java.version=$java" "-Dimage.libc.version=$libc" "$@"
echo "deploy/image/target/hawser-image.tar: $(($(wc -c < deploy/image/target/hawser-image.tar) / 1048576)) MiB, java $java, libc6 $libc"
