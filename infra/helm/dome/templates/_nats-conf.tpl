{{/* The configuration of each server. */}}
{{- define "dome.natsConf" -}}
{{- $nats := printf "%s-nats" (include "dome.fullname" .) -}}
server_name: $POD_NAME
port: 4222
http_port: 8222
pid_file: /run/nats/nats.pid
lame_duck_duration: 30s
lame_duck_grace_period: 5s

# From the Secret: who may do what.
include ./accounts.conf

jetstream {
  {{- if gt (int .Values.nats.replicas) 1 }}
  # Not where a server that was alone has its store: in a cluster it would find streams that the others do not know, and delete
  # them.
  store_dir: /data/cluster
  {{- else }}
  store_dir: /data
  {{- end }}
  max_file_store: {{ .Values.nats.maxFileStore }}
  max_memory_store: {{ .Values.nats.maxMemoryStore }}
  # On disk before it is acknowledged. Without it, the last two minutes may be lost when the machine loses power.
  sync_interval: always
}
{{- if gt (int .Values.nats.replicas) 1 }}

cluster {
  name: {{ $nats }}
  port: 6222
  # Clients know every server by its name; addresses of pods would be of no use to those outside.
  no_advertise: true
  routes: [
    {{- range $i := until (int .Values.nats.replicas) }}
    nats://{{ $nats }}-{{ $i }}.{{ $nats }}-headless:6222
    {{- end }}
  ]
  {{- if .Values.tls.enabled }}
  tls {
    cert_file: /run/tls/server/tls.crt
    key_file: /run/tls/server/tls.key
    {{- if .Values.tls.caSecret }}
    ca_file: /run/tls/ca/ca.crt
    {{- end }}
  }
  {{- end }}
}
{{- end }}
{{- if .Values.tls.enabled }}

tls {
  cert_file: /run/tls/server/tls.crt
  key_file: /run/tls/server/tls.key
  {{- if .Values.tls.caSecret }}
  ca_file: /run/tls/ca/ca.crt
  {{- end }}
  {{- if .Values.tls.clientSecret }}
  verify: true
  {{- end }}
}
{{- end }}
{{- with .Values.nats.config }}

{{ . }}
{{- end }}
{{- end }}
