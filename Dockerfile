# One image for every part of parwatch on a server: `docker compose build`. It holds code and locked packages, no data and no secret.
ARG PYTHON_IMAGE=python:3.12-slim-bookworm

FROM ${PYTHON_IMAGE} AS build
# `--group endurance` brings the stand-in for an object store that `make compose-demo ARGS=--scale` uses.
ARG EXTRA_GROUPS=""
# Bytecode is made here: the running containers cannot write beside the code.
ENV UV_COMPILE_BYTECODE=1 UV_LINK_MODE=copy UV_NO_CACHE=1 UV_PYTHON_DOWNLOADS=never UV_PYTHON=/usr/local/bin/python3
RUN pip install --no-cache-dir --disable-pip-version-check --root-user-action=ignore uv==0.13.9
WORKDIR /opt/parwatch
COPY pyproject.toml uv.lock ./
RUN uv sync --frozen --no-dev --group server --group scale ${EXTRA_GROUPS} --no-install-project
COPY . .
RUN uv sync --frozen --no-dev --group server --group scale ${EXTRA_GROUPS} \
 && .venv/bin/python -m compileall -q pipeline demo dags plugins deploy

FROM ${PYTHON_IMAGE}
RUN groupadd --gid 10001 parwatch \
 && useradd --uid 10001 --gid parwatch --home-dir /srv/airflow --no-create-home --shell /usr/sbin/nologin parwatch \
 && install -d -o parwatch -g parwatch -m 0750 /srv/airflow /srv/logs /srv/parwatch /data
COPY --from=build /opt/parwatch /opt/parwatch
ENV PATH=/opt/parwatch/.venv/bin:/usr/local/bin:/usr/bin:/bin \
    PYTHONPATH=/opt/parwatch/dags:/opt/parwatch \
    PYTHONUNBUFFERED=1 \
    AIRFLOW_HOME=/srv/airflow \
    PARWATCH_HOME=/srv/parwatch
WORKDIR /opt/parwatch
USER 10001:10001
CMD ["parwatch", "--help"]
