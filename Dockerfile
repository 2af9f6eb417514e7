# The images of an installation: `dome` (the control plane), `domed` (the runtime daemon), `tools` (the command line) and
# `domed-examples` (a daemon with the example skills and the programs they use). `npm run images` builds all of them, labels each
# with its version and source, and says what is in it; docs/containers.md explains them. The same file works with BuildKit and
# with the classic builder.

# What everything is built on and runs on; pin a digest with `--build-arg NODE_IMAGE=node:24-bookworm-slim@sha256:…`.
ARG NODE_IMAGE=node:24-bookworm-slim
ARG DEBIAN_IMAGE=debian:bookworm-slim

FROM ${NODE_IMAGE} AS node

# Only what decides which packages are installed, so that a change of a source keeps the layer of the installation; and of
# those packages only what compiling takes.
FROM node AS manifests
WORKDIR /src
COPY . .
RUN node scripts/compile-manifests.ts \
 && find . -type f ! -name package.json ! -name package-lock.json -delete \
 && find . -type d -empty -delete

# Scripts of packages are not run: nothing that goes into an image needs one.
FROM node AS build
WORKDIR /src
COPY --from=manifests /src .
RUN npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
COPY . .
RUN node scripts/build.ts \
 && node scripts/place.ts services/dome /out/dome \
 && node scripts/place.ts services/domed /out/domed \
 && node scripts/place.ts services/cli /out/tools \
 && cp LICENSE /out

FROM ${DEBIAN_IMAGE} AS debian
RUN apt-get update \
 && apt-get install --yes --no-install-recommends libstdc++6 mount tini util-linux \
 && rm -rf /var/lib/apt/lists/* /var/cache/apt/* /var/cache/debconf/*-old /var/log/*.log /var/log/apt \
 && groupadd --gid 1000 dome \
 && useradd --uid 1000 --gid dome --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin dome
COPY --from=node /usr/local/bin/node /usr/local/bin/node

# Node and the libraries it is linked with, the first process, and who uid 1000 is: everything that a program without child
# processes needs. The records of the packages go along for whoever scans the image, their licences for whoever reads them.
FROM debian AS closure
RUN set -eu; \
    libraries=$(ldd /usr/local/bin/node | grep -o '/[^ ]*'); \
    packages=$(for file in $libraries /usr/bin/tini; do \
      dpkg --search "$file" 2>/dev/null || dpkg --search "$(readlink --canonicalize "$file")" 2>/dev/null || dpkg --search "/usr$file"; \
    done | cut -d: -f1 | sort -u); \
    mkdir -p /closure/var/lib/dpkg/status.d /closure/etc /closure/usr/share/doc; \
    for file in $libraries /usr/bin/tini /usr/local/bin/node; do cp --dereference --parents "$file" /closure; done; \
    for package in $packages; do \
      dpkg --status "$package" >"/closure/var/lib/dpkg/status.d/$package"; \
      mkdir -p "/closure/usr/share/doc/$package"; \
      cp "/usr/share/doc/$package/copyright" "/closure/usr/share/doc/$package/" 2>/dev/null || true; \
    done; \
    grep -E '^(root|dome):' /etc/passwd >/closure/etc/passwd; \
    grep -E '^(root|dome):' /etc/group >/closure/etc/group; \
    cp /etc/debian_version /etc/os-release /closure/etc/

# The control plane starts no process: nothing but Node and itself is in its image, no shell, no package manager.
FROM scratch AS dome
COPY --from=closure /closure /
COPY infra/images/ready.mjs /opt/dome/ready.mjs
COPY --from=build /out/LICENSE /opt/dome/LICENSE
COPY --from=build /out/dome/node_modules /opt/dome/node_modules
COPY --from=build /out/dome/lib /opt/dome/lib
ENV PATH=/usr/local/bin:/usr/bin MALLOC_ARENA_MAX=2 MALLOC_MMAP_THRESHOLD_=262144 DOME_LAW=/law DOME_HTTP=:8080
WORKDIR /
USER 1000:1000
STOPSIGNAL SIGTERM
EXPOSE 8080
HEALTHCHECK --interval=5s --timeout=5s --start-period=30s --retries=3 CMD ["node", "/opt/dome/ready.mjs"]
ENTRYPOINT ["tini", "--", "node", "--max-semi-space-size=16", "--heap-growing-percent=50", "/opt/dome/lib/node_modules/@dome/control/main.js"]
LABEL org.opencontainers.image.title="dome" \
      org.opencontainers.image.description="The control plane of Dome: plans, gates, approval, promotion" \
      org.opencontainers.image.licenses="Apache-2.0"

# The guard of jobs is made of util-linux and a shell, and skills bring what else they need by an image of their own:
# `FROM dome-run/domed`. Any uid of group 0 may use the work folder.
FROM debian AS domed
RUN install -d --owner 1000 --group 0 --mode 775 /var/lib/domed
COPY infra/images/ready.mjs /opt/dome/ready.mjs
COPY --from=build /out/LICENSE /opt/dome/LICENSE
COPY --from=build /out/domed/node_modules /opt/dome/node_modules
COPY --from=build /out/domed/lib /opt/dome/lib
ENV MALLOC_ARENA_MAX=2 MALLOC_MMAP_THRESHOLD_=262144 DOME_SKILLS=/skills DOME_WORK_DIR=/var/lib/domed DOME_HTTP=:8080
WORKDIR /
VOLUME /var/lib/domed
USER 1000:1000
STOPSIGNAL SIGTERM
EXPOSE 8080
HEALTHCHECK --interval=5s --timeout=5s --start-period=30s --retries=3 CMD ["node", "/opt/dome/ready.mjs"]
ENTRYPOINT ["tini", "--", "node", "--max-semi-space-size=16", "--heap-growing-percent=50", "/opt/dome/lib/node_modules/@dome/domed/main.js"]
LABEL org.opencontainers.image.title="domed" \
      org.opencontainers.image.description="The runtime daemon of Dome: skills, jobs, logs, provenance" \
      org.opencontainers.image.licenses="Apache-2.0"

# What the skills of `examples/skills` use: git, and a Python with sqlite3. The folder of the environments belongs to the
# user of the daemon, and so does a volume that begins there.
FROM domed AS domed-examples
USER 0
RUN apt-get update \
 && apt-get install --yes --no-install-recommends git python3 \
 && rm -rf /var/lib/apt/lists/* /var/cache/apt/* /var/cache/debconf/*-old /var/log/*.log /var/log/apt \
 && install -d --owner 1000 --group 0 --mode 775 /tmp/dome-environments
COPY examples/skills /skills
USER 1000:1000
LABEL org.opencontainers.image.title="domed-examples" \
      org.opencontainers.image.description="The runtime daemon of Dome with the example skills"

# The command line, for provisioning and for people inside the network.
FROM debian AS tools
RUN ln -s /opt/dome/lib/node_modules/@dome/cli/bin/dome.js /usr/local/bin/dome
COPY --from=build /out/LICENSE /opt/dome/LICENSE
COPY --from=build /out/tools/node_modules /opt/dome/node_modules
COPY --from=build /out/tools/lib /opt/dome/lib
COPY docs /opt/dome/docs
COPY schemas /opt/dome/schemas
COPY examples /opt/dome/examples
ENV HOME=/tmp
WORKDIR /work
USER 1000:1000
ENTRYPOINT ["tini", "--", "dome"]
LABEL org.opencontainers.image.title="tools" \
      org.opencontainers.image.description="The command line of Dome" \
      org.opencontainers.image.licenses="Apache-2.0"
