# One stage builds, the other runs: no compiler, no uv and no source in what runs, and no secret in either.
FROM python:3.13-slim-bookworm AS build
WORKDIR /src
COPY requirements-build.lock ./
RUN pip install --no-cache-dir --require-hashes --requirement requirements-build.lock
COPY requirements.lock ./
RUN uv venv /opt/creditline \
 && uv pip install --no-cache --python /opt/creditline --compile-bytecode --build-constraints requirements-build.lock \
      --require-hashes --requirement requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY domain/ domain/
COPY ivr/ ivr/
COPY storage/ storage/
RUN hatchling build --target wheel \
 && uv pip install --no-cache --python /opt/creditline --compile-bytecode --no-deps dist/*.whl

FROM python:3.13-slim-bookworm
COPY --from=build /opt/creditline /opt/creditline
ENV PATH=/opt/creditline/bin:$PATH \
    CREDITLINE_BIND=0.0.0.0:8080 \
    CREDITLINE_DATA_DIR=/var/lib/creditline
# Nobody, by number: an orchestrator sees that it is not root. DATA_DIR is to be mounted, for this user to write to.
USER 65534:65534
WORKDIR /
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=4s --start-period=20s \
  CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8080/healthz', timeout=3)"]
ENTRYPOINT ["creditline"]
CMD ["serve"]
