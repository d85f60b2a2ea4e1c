# Two stages: the first fetches and compiles, the second runs as a user without rights and holds no tools.
FROM python:3.13-slim AS build

ENV UV_SYSTEM_CERTS=1 UV_COMPILE_BYTECODE=1 UV_PYTHON_DOWNLOADS=never UV_LINK_MODE=copy

WORKDIR /srv/fragestund
COPY requirements-tools.lock requirements.lock ./
RUN python -m pip install --no-cache-dir --no-deps --require-hashes --target /uv --requirement requirements-tools.lock \
    && /uv/bin/uv venv /srv/venv \
    && /uv/bin/uv pip sync --no-cache --require-hashes --python /srv/venv/bin/python requirements.lock

COPY pyproject.toml README.md LICENSE ./
COPY app app
COPY web web
RUN /uv/bin/uv pip install --no-cache --no-deps --python /srv/venv/bin/python --editable . \
    && python -m compileall -q app


FROM python:3.13-slim

RUN useradd --system --uid 10001 --user-group --home-dir /data --create-home --shell /usr/sbin/nologin fragestund
COPY --from=build /srv /srv

ENV PATH=/srv/venv/bin:$PATH PYTHONUTF8=1 PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    FRAGESTUND_DATA=/data FRAGESTUND_HOST=0.0.0.0 FRAGESTUND_PORT=8000

WORKDIR /srv/fragestund
USER 10001:10001
VOLUME /data
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=3s --start-period=20s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as web; web.urlopen('http://127.0.0.1:' + os.environ['FRAGESTUND_PORT'] + '/healthz', timeout=2)"]

ENTRYPOINT ["fragestund"]
CMD ["serve"]
