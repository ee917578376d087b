# Finds a JDK of at least version 25 among the installed ones and sets JAVA_HOME; sourced by mvnw and hawser.
# Looks, in this order, at JAVA_HOME, the java on PATH, and the places where JDKs are usually installed.

hawser_min_jdk=25

hawser_jdk_version() { # prints the major version of the JDK in folder $1, nothing when it is no JDK
    [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 0
    sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

hawser_find_jdk() {
    path_java=$(command -v java 2>/dev/null || true)
    if [ -n "$path_java" ]; then
        path_java=$(dirname "$(dirname "$(readlink -f "$path_java" 2>/dev/null || echo "$path_java")")")
    fi
    hawser_seen=""
    for home in "${JAVA_HOME:-}" "$path_java" \
        /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home; do
        [ -n "$home" ] && [ -d "$home" ] || continue
        version=$(hawser_jdk_version "$home")
        [ -n "$version" ] || continue
        if [ "$version" -ge "$hawser_min_jdk" ]; then
            JAVA_HOME=$home
            export JAVA_HOME
            return 0
        fi
        hawser_seen="$hawser_seen
  $home (version $version)"
    done
    echo "JDK: none of version $hawser_min_jdk or newer found (expected: JAVA_HOME set to one, or one installed under /usr/lib/jvm, ~/.sdkman or ~/.jdks)." >&2
    [ -z "$hawser_seen" ] || echo "Found and too old:$hawser_seen" >&2
    return 1
}
