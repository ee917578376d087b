{{- define "hawser.container" -}}
{{- $root := .root -}}
- name: {{ .name }}
  image: {{ include "hawser.image" $root | quote }}
  imagePullPolicy: {{ $root.Values.image.pullPolicy }}
  args:
    - {{ .command }}
    {{- with .args }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  env:
    {{- .env | trim | nindent 4 }}
    {{- include "hawser.javaEnv" (dict "root" $root "name" .resourcesName "resources" .resources) | nindent 4 }}
  ports:
    {{- .ports | trim | nindent 4 }}
  startupProbe:
    {{- include "hawser.probe" (dict "probe" $root.Values.startupProbe "path" .alive "port" .probePort) | nindent 4 }}
  readinessProbe:
    {{- include "hawser.probe" (dict "probe" $root.Values.readinessProbe "path" .ready "port" .probePort) | nindent 4 }}
  livenessProbe:
    {{- include "hawser.probe" (dict "probe" $root.Values.livenessProbe "path" .alive "port" .probePort) | nindent 4 }}
  {{- if $root.Values.gracefulShutdown.propagationSeconds }}
  lifecycle:
    preStop:
      sleep:
        seconds: {{ $root.Values.gracefulShutdown.propagationSeconds }}
  {{- end }}
  resources:
    {{- toYaml .resources | nindent 4 }}
  securityContext:
    {{- toYaml $root.Values.containerSecurityContext | nindent 4 }}
  volumeMounts:
    {{- with .mounts | trim }}
    {{- . | nindent 4 }}
    {{- end }}
    - name: tmp
      mountPath: /tmp
    {{- with $root.Values.userDefinedVolumeMounts }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
{{- end -}}

{{- define "hawser.gatewayPorts" -}}
{{- with .Values.proxy }}
{{- if .http.enabled }}
- name: proxy
  containerPort: {{ .http.containerPort }}
{{- end }}
{{- if .tls.enabled }}
- name: proxy-tls
  containerPort: {{ .tls.containerPort }}
{{- end }}
{{- end }}
- name: status
  containerPort: 8100
{{- end -}}

{{- define "hawser.controllerPorts" -}}
- name: health
  containerPort: 10254
- name: metrics
  containerPort: 10255
{{- end -}}

{{- define "hawser.sessionMount" -}}
{{- if include "hawser.usesSessionKey" . }}
- name: session-key
  mountPath: /etc/hawser/session
  readOnly: true
{{- end }}
{{- end -}}

{{- define "hawser.containers" -}}
{{- $values := .Values -}}
{{- if not $values.ingressController.enabled }}
{{ include "hawser.container" (dict "root" . "name" "proxy" "command" "gateway" "args" list
    "env" (include "hawser.gatewayEnv" .) "ports" (include "hawser.gatewayPorts" .)
    "alive" "/status" "ready" "/status/ready" "probePort" "status"
    "resourcesName" "resources" "resources" $values.resources
    "mounts" "- name: dbless\n  mountPath: /etc/hawser/dbless\n  readOnly: true") }}
{{- else if eq $values.topology "all-in-one" }}
{{ include "hawser.container" (dict "root" . "name" "hawser" "command" "run" "args" $values.ingressController.args
    "env" (printf "%s\n%s" (include "hawser.gatewayEnv" . | trim) (include "hawser.controllerEnv" . | trim))
    "ports" (printf "%s\n%s" (include "hawser.gatewayPorts" . | trim) (include "hawser.controllerPorts" . | trim))
    "alive" "/healthz" "ready" "/readyz" "probePort" "health"
    "resourcesName" "resources" "resources" $values.resources
    "mounts" (include "hawser.sessionMount" .)) }}
{{- else }}
{{ include "hawser.container" (dict "root" . "name" "proxy" "command" "gateway" "args" list
    "env" (include "hawser.gatewayEnv" .) "ports" (include "hawser.gatewayPorts" .)
    "alive" "/status" "ready" "/status/ready" "probePort" "status"
    "resourcesName" "resources" "resources" $values.resources "mounts" "") }}
{{ include "hawser.container" (dict "root" . "name" "ingress-controller" "command" "controller" "args" $values.ingressController.args
    "env" (include "hawser.controllerEnv" .) "ports" (include "hawser.controllerPorts" .)
    "alive" "/healthz" "ready" "/readyz" "probePort" "health"
    "resourcesName" "ingressController.resources" "resources" $values.ingressController.resources
    "mounts" (include "hawser.sessionMount" .)) }}
{{- end }}
{{- end -}}

{{- define "hawser.spread" -}}
{{- $labels := dict "matchLabels" (include "hawser.selectorLabels" . | fromYaml) -}}
{{- range .Values.topologySpreadConstraints }}
- {{ toYaml (ternary . (merge (dict "labelSelector" $labels) .) (hasKey . "labelSelector")) | nindent 2 | trim }}
{{- end }}
{{- end -}}

{{- define "hawser.podSpec" -}}
serviceAccountName: {{ include "hawser.serviceAccountName" . }}
automountServiceAccountToken: {{ .Values.ingressController.enabled }}
terminationGracePeriodSeconds: {{ include "hawser.gracePeriod" . }}
{{- with .Values.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
{{- with .Values.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
securityContext:
  {{- toYaml .Values.securityContext | nindent 2 }}
containers:
  {{- include "hawser.containers" . | trim | nindent 2 }}
volumes:
  - name: tmp
    emptyDir:
      sizeLimit: 64Mi
  {{- if include "hawser.usesSessionKey" . }}
  - name: session-key
    secret:
      secretName: {{ include "hawser.sessionKeySecret" . }}
      defaultMode: 0440
      items:
        - key: {{ .Values.sessionKey.key }}
          path: session-key
  {{- end }}
  {{- if not .Values.ingressController.enabled }}
  - name: dbless
    {{- with .Values.dblessConfig }}
    {{- if .secret }}
    secret:
      secretName: {{ .secret }}
    {{- else }}
    configMap:
      name: {{ default (printf "%s-dbless" (include "hawser.fullname" $)) .configMap }}
    {{- end }}
    {{- end }}
  {{- end }}
  {{- with .Values.userDefinedVolumes }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- with include "hawser.spread" . | trim }}
topologySpreadConstraints:
  {{- . | nindent 2 }}
{{- end }}
{{- with .Values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.affinity }}
affinity:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}
