# syntax=docker/dockerfile:1

# The image is built with all that an instance may need: TLS to a database on another machine, and files in an S3-compatible store.
FROM rust:1-slim-bookworm AS build
# cmake, g++ and perl: aws-lc may have to be compiled for the platform of the image. libssl-dev: TLS to PostgreSQL.
RUN apt-get update \
    && apt-get install -y --no-install-recommends cmake g++ libssl-dev make perl pkg-config \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /build
COPY . .
# The caches stay out of the image, so the binary has to be copied out of them in the same step.
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/build/target \
    cargo build --release --locked --features postgres-tls,s3 --bin answerable \
    && cp target/release/answerable /usr/local/bin/answerable

FROM debian:bookworm-slim
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates libssl3 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --user-group --home-dir /data --shell /usr/sbin/nologin answerable \
    && install -d -o answerable -g answerable -m 0750 /data
COPY --from=build /usr/local/bin/answerable /usr/local/bin/answerable
USER answerable
# An SQLite database with the default URL, and attached files, lie here: mount a volume to keep them.
WORKDIR /data
VOLUME /data
ENV ANSWERABLE_LISTEN=0.0.0.0:8080
EXPOSE 8080
# The command reads ANSWERABLE_LISTEN and asks /readyz on this machine.
HEALTHCHECK --interval=10s --timeout=5s --start-period=10s --retries=3 CMD ["answerable", "health"]
# SIGTERM drains; give `docker stop` more time than ANSWERABLE_DRAIN_SECONDS (30).
STOPSIGNAL SIGTERM
# `serve` also needs ANSWERABLE_PUBLIC_URL and ANSWERABLE_SIGNING_KEYS: see docker-compose.yml.
ENTRYPOINT ["answerable"]
CMD ["serve"]
