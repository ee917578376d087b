{{/* What everything of a release is called, unless said otherwise: <release>-hawser. */}}
{{- define "hawser.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 50 | trimSuffix "-" -}}
{{- else -}}
{{- $name := default .Chart.Name .Values.nameOverride -}}
{{- if contains $name .Release.Name -}}
{{- .Release.Name | trunc 50 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name $name | trunc 50 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "hawser.selectorLabels" -}}
app.kubernetes.io/name: {{ default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "hawser.labels" -}}
{{ include "hawser.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- with .Values.extraLabels }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{- define "hawser.serviceAccountName" -}}
{{- if .Values.deployment.serviceAccount.create -}}
{{- default (include "hawser.fullname" .) .Values.deployment.serviceAccount.name -}}
{{- else -}}
{{- default "default" .Values.deployment.serviceAccount.name -}}
{{- end -}}
{{- end -}}

{{- define "hawser.image" -}}
{{- if .Values.image.digest -}}
{{- printf "%s@%s" .Values.image.repository .Values.image.digest -}}
{{- else -}}
{{- printf "%s:%s" .Values.image.repository (default .Chart.AppVersion .Values.image.tag) -}}
{{- end -}}
{{- end -}}

{{/* The Lease has a name of its own, so that a controller of Kong's in the namespace does not stand by for ours. */}}
{{- define "hawser.electionId" -}}
{{- get .Values.ingressController.env "election_id" | default (printf "%s-leader" (include "hawser.fullname" .)) -}}
{{- end -}}

{{- define "hawser.electionNamespace" -}}
{{- get .Values.ingressController.env "election_namespace" | default .Release.Namespace -}}
{{- end -}}

{{- define "hawser.publishService" -}}
{{- get .Values.ingressController.env "publish_service" | default (printf "%s/%s-proxy" .Release.Namespace (include "hawser.fullname" .)) -}}
{{- end -}}

{{- define "hawser.sessionKeySecret" -}}
{{- default (printf "%s-session-key" (include "hawser.fullname" .)) .Values.sessionKey.existingSecret -}}
{{- end -}}

{{- define "hawser.usesSessionKey" -}}
{{- if and .Values.ingressController.enabled (or .Values.sessionKey.existingSecret .Values.sessionKey.generate) -}}true{{- end -}}
{{- end -}}

{{- define "hawser.gracePeriod" -}}
{{- $graceful := .Values.gracefulShutdown -}}
{{- $least := add (int $graceful.propagationSeconds) (int $graceful.timeoutSeconds) 20 -}}
{{- if kindIs "invalid" .Values.terminationGracePeriodSeconds -}}
{{- $least -}}
{{- else if lt (int .Values.terminationGracePeriodSeconds) (int $least) -}}
{{- fail (printf "terminationGracePeriodSeconds: %d (expected: at least %d: gracefulShutdown.propagationSeconds + gracefulShutdown.timeoutSeconds + 20)" (int .Values.terminationGracePeriodSeconds) (int $least)) -}}
{{- else -}}
{{- int .Values.terminationGracePeriodSeconds -}}
{{- end -}}
{{- end -}}

{{/* Variables: dict of prefix, defaults and given; what is given beats a default of the same name, in any case. */}}
{{- define "hawser.env" -}}
{{- $all := dict -}}
{{- range $name, $value := .defaults -}}{{- $_ := set $all (upper $name) $value -}}{{- end -}}
{{- range $name, $value := .given -}}{{- $_ := set $all (upper $name) $value -}}{{- end -}}
{{- range $name := keys $all | sortAlpha }}
{{- $value := get $all $name }}
- name: {{ $.prefix }}{{ $name }}
{{- if kindIs "map" $value }}
  {{- toYaml $value | nindent 2 }}
{{- else }}
  value: {{ $value | toString | quote }}
{{- end }}
{{- end }}
{{- end -}}

{{- define "hawser.gatewayEnv" -}}
{{- $listen := list -}}
{{- with .Values.proxy.http -}}{{- if .enabled -}}{{- $listen = append $listen (printf "0.0.0.0:%d" (int .containerPort)) -}}{{- end -}}{{- end -}}
{{- with .Values.proxy.tls -}}{{- if .enabled -}}{{- $listen = append $listen (printf "0.0.0.0:%d http2 ssl" (int .containerPort)) -}}{{- end -}}{{- end -}}
{{- $defaults := dict
  "proxy_listen" ($listen | join ", " | default "off")
  "admin_listen" (ternary "127.0.0.1:8001" "off" .Values.ingressController.enabled)
  "status_listen" "0.0.0.0:8100"
  "shutdown_timeout" (int .Values.gracefulShutdown.timeoutSeconds) -}}
{{- if not .Values.ingressController.enabled -}}{{- $_ := set $defaults "declarative_config" "/etc/hawser/dbless/kong.yml" -}}{{- end -}}
{{- include "hawser.env" (dict "prefix" "KONG_" "defaults" $defaults "given" .Values.env) -}}
{{- end -}}

{{- define "hawser.controllerEnv" -}}
{{- $controller := .Values.ingressController -}}
{{- $defaults := dict
  "ingress_class" $controller.ingressClass
  "election_id" (include "hawser.electionId" .) -}}
{{- if .Values.proxy.enabled -}}{{- $_ := set $defaults "publish_service" (include "hawser.publishService" .) -}}{{- end -}}
{{- if $controller.watchNamespaces -}}{{- $_ := set $defaults "watch_namespace" ($controller.watchNamespaces | join ",") -}}{{- end -}}
{{- if include "hawser.usesSessionKey" . -}}{{- $_ := set $defaults "session_key_file" "/etc/hawser/session/session-key" -}}{{- end -}}
{{- if eq .Values.topology "two-containers" -}}{{- $_ := set $defaults "kong_admin_url" "http://127.0.0.1:8001" -}}{{- end -}}
{{- include "hawser.env" (dict "prefix" "CONTROLLER_" "defaults" $defaults "given" $controller.env) }}
- name: POD_NAME
  valueFrom:
    fieldRef:
      fieldPath: metadata.name
- name: POD_NAMESPACE
  valueFrom:
    fieldRef:
      fieldPath: metadata.namespace
{{- end -}}

{{/* A quantity of memory in MiB: dict of name and quantity. */}}
{{- define "hawser.mebibytes" -}}
{{- $text := toString .quantity -}}
{{- $number := regexFind "^[0-9]+" $text -}}
{{- $unit := trimPrefix $number $text -}}
{{- if not $number -}}{{- fail (printf "%s: %s (expected: a whole number and Ki, Mi, Gi, k, M or G, as in 512Mi)" .name $text) -}}
{{- else if eq $unit "Ki" -}}{{- div (int64 $number) 1024 -}}
{{- else if eq $unit "Mi" -}}{{- int64 $number -}}
{{- else if eq $unit "Gi" -}}{{- mul (int64 $number) 1024 -}}
{{- else if eq $unit "" -}}{{- div (int64 $number) 1048576 -}}
{{- else if eq $unit "k" -}}{{- div (mul (int64 $number) 1000) 1048576 -}}
{{- else if eq $unit "M" -}}{{- div (mul (int64 $number) 1000000) 1048576 -}}
{{- else if eq $unit "G" -}}{{- div (mul (int64 $number) 1000000000) 1048576 -}}
{{- else -}}{{- fail (printf "%s: %s (expected: a whole number and Ki, Mi, Gi, k, M or G, as in 512Mi)" .name $text) -}}
{{- end -}}
{{- end -}}

{{/* Java's memory, from the container's limit: dict of root, name and resources. */}}
{{- define "hawser.javaEnv" -}}
{{- $jvm := .root.Values.jvm -}}
{{- $options := list (printf "-XX:MaxRAMPercentage=%d" (int $jvm.heapPercentage)) -}}
{{- $limit := dig "limits" "memory" "" .resources -}}
{{- if $limit -}}
{{- $mebibytes := include "hawser.mebibytes" (dict "name" (printf "%s.limits.memory" .name) "quantity" $limit) | int64 -}}
{{- $options = append $options (printf "-XX:MaxDirectMemorySize=%dm" (div (mul $mebibytes (int64 $jvm.directMemoryPercentage)) 100)) -}}
{{- end -}}
{{- with $jvm.collector -}}{{- $options = append $options . -}}{{- end -}}
{{- with $jvm.options -}}{{- $options = append $options . -}}{{- end -}}
- name: JDK_JAVA_OPTIONS
  value: {{ $options | join " " | quote }}
{{- end -}}

{{/* A probe: dict of probe (its times), path and port. */}}
{{- define "hawser.probe" -}}
httpGet:
  path: {{ .path }}
  port: {{ .port }}
{{ toYaml .probe }}
{{- end -}}
