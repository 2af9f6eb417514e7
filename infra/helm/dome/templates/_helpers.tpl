{{- define "dome.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- define "dome.fullname" -}}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride | trunc 40 | trimSuffix "-" }}
{{- else if contains (include "dome.name" .) .Release.Name }}
{{- .Release.Name | trunc 40 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name (include "dome.name" .) | trunc 40 | trimSuffix "-" }}
{{- end }}
{{- end }}

{{/* What selects the pods of a component: it never changes. Takes a list: the root and the component. */}}
{{- define "dome.selector" -}}
{{- $root := index . 0 -}}
app.kubernetes.io/name: {{ include "dome.name" $root }}
app.kubernetes.io/instance: {{ $root.Release.Name }}
app.kubernetes.io/component: {{ index . 1 }}
{{- end }}

{{/* Those of pods, which do not change with the version of the chart: a new chart alone restarts nothing. */}}
{{- define "dome.podLabels" -}}
{{- $root := index . 0 -}}
{{ include "dome.selector" . }}
app.kubernetes.io/part-of: dome
{{- with $root.Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{- define "dome.labels" -}}
{{- $root := index . 0 -}}
{{ include "dome.selector" . }}
app.kubernetes.io/part-of: dome
app.kubernetes.io/managed-by: {{ $root.Release.Service }}
app.kubernetes.io/version: {{ $root.Chart.AppVersion | quote }}
helm.sh/chart: {{ printf "%s-%s" $root.Chart.Name $root.Chart.Version | replace "+" "_" }}
{{- with $root.Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/* Takes a list: the root and the image of a component. */}}
{{- define "dome.image" -}}
{{- $root := index . 0 -}}
{{- $image := index . 1 -}}
{{- $tag := default $root.Chart.AppVersion $image.tag -}}
{{- with $root.Values.imageRegistry }}{{ trimSuffix "/" . }}/{{ end -}}
{{ $image.repository }}{{ ternary "@" ":" (hasPrefix "sha256:" $tag) }}{{ $tag }}
{{- end }}

{{/* A duration as Dome writes it, in whole seconds. */}}
{{- define "dome.seconds" -}}
{{- $number := regexFind "^[0-9]+" . | int -}}
{{- $unit := regexFind "[a-z]+$" . -}}
{{- if eq $unit "ms" }}{{ div (add $number 999) 1000 }}
{{- else if eq $unit "s" }}{{ $number }}
{{- else if eq $unit "m" }}{{ mul $number 60 }}
{{- else if eq $unit "h" }}{{ mul $number 3600 }}
{{- else }}{{ fail (printf "%s is no duration such as 500ms, 30s, 5m, 1h" .) }}
{{- end }}
{{- end }}

{{/* Where the broker is. */}}
{{- define "dome.natsUrl" -}}
{{- $scheme := ternary "tls" "nats" .Values.tls.enabled -}}
{{- $nats := printf "%s-nats" (include "dome.fullname" .) -}}
{{- if not .Values.nats.enabled }}
{{- required "nats.url is required where nats.enabled is false" .Values.nats.url }}
{{- else if eq (int .Values.nats.replicas) 1 }}
{{- printf "%s://%s:4222" $scheme $nats }}
{{- else }}
{{- $servers := list }}
{{- range $i := until (int .Values.nats.replicas) }}
{{- $servers = append $servers (printf "%s://%s-%d.%s-headless:4222" $scheme $nats $i $nats) }}
{{- end }}
{{- join "," $servers }}
{{- end }}
{{- end }}

{{/* Everything about a pod that is not its containers and volumes. Takes a list: the root, the component and its values. */}}
{{- define "dome.pod" -}}
{{- $root := index . 0 -}}
{{- $component := index . 1 -}}
{{- $values := index . 2 -}}
automountServiceAccountToken: false
enableServiceLinks: false
{{- with $values.serviceAccountName }}
serviceAccountName: {{ . }}
{{- end }}
{{- with $root.Values.imagePullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $values.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- with $values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $values.affinity }}
affinity:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- if hasKey $values "topologySpreadConstraints" }}
topologySpreadConstraints:
  {{- if $values.topologySpreadConstraints }}
  {{- range $values.topologySpreadConstraints }}
  - {{- omit . "labelSelector" | toYaml | nindent 4 }}
    labelSelector:
      {{- if .labelSelector }}
      {{- toYaml .labelSelector | nindent 6 }}
      {{- else }}
      matchLabels:
        {{- include "dome.selector" (list $root $component) | nindent 8 }}
      {{- end }}
  {{- end }}
  {{- else }}
  - maxSkew: 1
    topologyKey: kubernetes.io/hostname
    whenUnsatisfiable: ScheduleAnyway
    labelSelector:
      matchLabels:
        {{- include "dome.selector" (list $root $component) | nindent 8 }}
  {{- end }}
{{- end }}
securityContext:
  {{- $context := dict "runAsNonRoot" true "runAsUser" 1000 "runAsGroup" 1000 "fsGroup" 1000 "fsGroupChangePolicy" "OnRootMismatch" "seccompProfile" (dict "type" "RuntimeDefault") }}
  {{- mergeOverwrite $context (deepCopy $values.podSecurityContext) | toYaml | nindent 2 }}
{{- end }}

{{/* The security context of a container. Takes the values of a component. */}}
{{- define "dome.securityContext" -}}
{{- $context := dict "allowPrivilegeEscalation" false "readOnlyRootFilesystem" true "capabilities" (dict "drop" (list "ALL")) -}}
{{- mergeOverwrite $context (deepCopy .securityContext) | toYaml }}
{{- end }}

{{/* How a plane is seen to live. */}}
{{- define "dome.probes" -}}
startupProbe:
  httpGet: { path: /livez, port: http }
  periodSeconds: 1
  failureThreshold: 60
livenessProbe:
  httpGet: { path: /livez, port: http }
  periodSeconds: 10
  timeoutSeconds: 5
  failureThreshold: 6
readinessProbe:
  httpGet: { path: /readyz, port: http }
  periodSeconds: 5
  timeoutSeconds: 5
{{- end }}

{{/* Where a plane sends its traces. Takes the root. */}}
{{- define "dome.tracing" -}}
{{- with .Values.tracing.endpoint }}
- { name: OTEL_EXPORTER_OTLP_ENDPOINT, value: {{ . | quote }} }
{{- end }}
{{- end }}

{{/* How a plane finds the broker and shows who it is. Takes the root. */}}
{{- define "dome.connection" -}}
- name: DOME_NATS_URL
  value: {{ include "dome.natsUrl" . | quote }}
{{- if .Values.tls.caSecret }}
- { name: DOME_NATS_TLS_CA, value: /run/tls/ca/ca.crt }
{{- end }}
{{- if .Values.tls.clientSecret }}
- { name: DOME_NATS_TLS_CERT, value: /run/tls/client/tls.crt }
- { name: DOME_NATS_TLS_KEY, value: /run/tls/client/tls.key }
{{- end }}
{{- end }}

{{/* The numbers of the ports in a list of addresses, as egress. Takes the addresses and the port of those without one. */}}
{{- define "dome.portsOf" -}}
{{- $default := index . 1 -}}
{{- $ports := list -}}
{{- range splitList "," (index . 0) }}
{{- $ports = append $ports (regexFind ":[0-9]+" (regexReplaceAll "^[a-z]+://" . "") | trimPrefix ":" | default $default) }}
{{- end }}
{{- range uniq $ports }}
- { protocol: TCP, port: {{ . }} }
{{- end }}
{{- end }}

{{- define "dome.tlsMounts" -}}
{{- if .Values.tls.caSecret }}
- { name: tls-ca, mountPath: /run/tls/ca, readOnly: true }
{{- end }}
{{- if .Values.tls.clientSecret }}
- { name: tls-client, mountPath: /run/tls/client, readOnly: true }
{{- end }}
{{- end }}

{{- define "dome.tlsVolumes" -}}
{{- if .Values.tls.caSecret }}
- name: tls-ca
  secret: { secretName: {{ .Values.tls.caSecret }}, defaultMode: 0440, items: [{ key: ca.crt, path: ca.crt }] }
{{- end }}
{{- if .Values.tls.clientSecret }}
- name: tls-client
  secret: { secretName: {{ .Values.tls.clientSecret }}, defaultMode: 0440 }
{{- end }}
{{- end }}

{{/* True if the catalogue is mounted, and not part of the image of the daemons. */}}
{{- define "dome.skillsAreMounted" -}}
{{- if or .Values.skills.image.reference .Values.skills.configMaps }}true{{ end }}
{{- end }}

{{/* The volume `skills`: an image, or config maps, each a folder of its own. */}}
{{- define "dome.skillsVolume" -}}
- name: skills
  {{- if .Values.skills.image.reference }}
  image:
    reference: {{ .Values.skills.image.reference }}
    pullPolicy: {{ .Values.skills.image.pullPolicy }}
  {{- else }}
  projected:
    defaultMode: 0555
    sources:
      {{- range .Values.skills.configMaps }}
      {{- $folder := .folder }}
      - configMap:
          name: {{ .name }}
          items:
            {{- range .files }}
            - { key: {{ . | quote }}, path: {{ printf "%s/%s" $folder . | quote }} }
            {{- end }}
      {{- end }}
  {{- end }}
{{- end }}
