{{/* The pod that provisions; the tests of the chart use the same image and passwords. */}}
{{- define "dome.topologySpec" -}}
restartPolicy: OnFailure
{{ include "dome.pod" (list . "topology" .Values.topology) }}
{{- if and .Values.domed.enabled (not (include "dome.skillsAreMounted" .)) }}
initContainers:
  # The catalogue that is baked into the image of the daemons: each skill needs a durable.
  - name: catalogue
    image: {{ include "dome.image" (list . .Values.domed.image) }}
    imagePullPolicy: {{ .Values.domed.image.pullPolicy }}
    command: [node, -e, "fs.cpSync('/skills', '/catalogue', { recursive: true })"]
    resources:
      requests: { cpu: 50m, memory: 64Mi }
      limits: { memory: 128Mi }
    securityContext:
      {{- include "dome.securityContext" .Values.topology | nindent 6 }}
    volumeMounts:
      - { name: skills, mountPath: /catalogue }
{{- end }}
containers:
  - name: topology
    image: {{ include "dome.image" (list . .Values.topology.image) }}
    imagePullPolicy: {{ .Values.topology.image.pullPolicy }}
    args:
      {{- include "dome.topologyArgs" (list . "apply") | nindent 6 }}
    {{- include "dome.topologyContainer" . | nindent 4 }}
volumes:
  {{- include "dome.topologyVolumes" . | nindent 2 }}
{{- end }}

{{/* Takes a list: the root and what is done with the topology. */}}
{{- define "dome.topologyArgs" -}}
{{- $root := index . 0 -}}
- topology
- {{ index . 1 }}
- --wait={{ $root.Values.topology.wait }}
{{- if $root.Values.domed.enabled }}
- --skills=/skills
- --pool={{ $root.Values.domed.pool }}
{{- end }}
{{- with $root.Values.topology.store }}
- --store={{ . }}
{{- end }}
{{- if and $root.Values.nats.enabled (gt (int $root.Values.nats.replicas) 1) }}
- --replicas={{ min 3 (int $root.Values.nats.replicas) }}
{{- end }}
{{- range $root.Values.topology.extraArgs }}
- {{ . | quote }}
{{- end }}
{{- end }}

{{- define "dome.topologyContainer" -}}
{{- with .Values.topology.envFrom }}
envFrom:
  {{- toYaml . | nindent 2 }}
{{- end }}
env:
  {{- include "dome.connection" . | nindent 2 }}
  - { name: DOME_PASSWORDS, value: /run/secrets/dome }
  - { name: HOME, value: /tmp }
  {{- with .Values.topology.env }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
resources:
  {{- toYaml .Values.topology.resources | nindent 2 }}
securityContext:
  {{- include "dome.securityContext" .Values.topology | nindent 2 }}
volumeMounts:
  {{- if .Values.domed.enabled }}
  - { name: skills, mountPath: /skills, readOnly: true }
  {{- end }}
  - { name: passwords, mountPath: /run/secrets/dome, readOnly: true }
  - { name: temporary, mountPath: /tmp }
  {{- include "dome.tlsMounts" . | nindent 2 }}
  {{- with .Values.topology.extraVolumeMounts }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- end }}

{{- define "dome.topologyVolumes" -}}
{{- if include "dome.skillsAreMounted" . }}
{{ include "dome.skillsVolume" . }}
{{- else if .Values.domed.enabled }}
- name: skills
  emptyDir: { sizeLimit: 100Mi }
{{- end }}
- name: passwords
  secret:
    secretName: {{ .Values.passwords.existingSecret }}
    defaultMode: 0440
    items:
      - { key: dome-provisioner, path: dome-provisioner }
      - { key: domed-provisioner, path: domed-provisioner }
- name: temporary
  emptyDir: { sizeLimit: 64Mi }
{{ include "dome.tlsVolumes" . }}
{{- with .Values.topology.extraVolumes }}
{{ toYaml . }}
{{- end }}
{{- end }}
