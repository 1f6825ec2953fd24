# One image for web, worker, beat and commands. Nothing in it can be written by the user it runs as.
FROM python:3.13-slim-trixie AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PYTHONDONTWRITEBYTECODE=1
RUN python -m venv /venv
COPY requirements/production.txt /requirements.txt
# Wheels only: an image without a compiler cannot run a package's build script.
RUN /venv/bin/pip install --require-hashes --only-binary=:all: -r /requirements.txt
WORKDIR /app
COPY . .
# The demo switch stands in for the secrets that collecting files does not need; it does not reach the final image.
RUN CHARGEBACK_DEMO=1 STATIC_COLLECTED=1 STATIC_ROOT=/collected /venv/bin/python manage.py collectstatic --noinput \
    && /venv/bin/python -m compileall -q allocation chargeback

FROM python:3.13-slim-trixie
RUN groupadd --system --gid 10001 portal \
    && useradd --system --uid 10001 --gid portal --no-create-home --home-dir /nonexistent portal \
    && install --directory --mode=700 --owner=portal --group=portal /exports
COPY --from=build /venv /venv
COPY --from=build /collected /collected
COPY --from=build /app /app
WORKDIR /app
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 STATIC_COLLECTED=1 STATIC_ROOT=/collected EXPORTS_DIR=/exports
USER 10001:10001
EXPOSE 8000
# Threads suit pages that wait for the database. A connection that stays open would wait for its own busy worker beside an
# idle one. /dev/shm: gunicorn's heartbeat must not wait for a disk.
CMD ["gunicorn", "chargeback.wsgi", "--bind=0.0.0.0:8000", "--worker-class=gthread", "--workers=2", "--threads=4", \
     "--keep-alive=0", "--timeout=60", "--worker-tmp-dir=/dev/shm", "--no-control-socket", "--access-logfile=-", \
     "--access-logformat=%(h)s %(t)s \"%(r)s\" %(s)s %(b)s %(M)s ms %({x-request-id}o)s"]
