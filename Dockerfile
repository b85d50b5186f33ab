# One image for web, worker, beat and migrate: the services of docker-compose.yml differ in their command alone.
FROM python:3.13-slim AS packages
WORKDIR /srv/hubs
# With the extra that proposes placements (OR-Tools, about 200 MB); requirements.lock is all else.
COPY requirements-planner.lock .
RUN python -m venv /srv/packages \
 && /srv/packages/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements-planner.lock

FROM python:3.13-slim
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PATH=/srv/packages/bin:$PATH VAR_DIR=/var/lib/hubs
# What PDFs are drawn with, and letters of most names: Latin, Greek, Cyrillic, Arabic, Hebrew; Chinese, Japanese, Korean.
RUN apt-get update -qq \
 && apt-get install -y -qq --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 \
    fonts-liberation fonts-dejavu-core fonts-wqy-microhei \
 && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --home-dir /var/lib/hubs --create-home hubs
WORKDIR /srv/hubs
COPY --from=packages /srv/packages /srv/packages
COPY . .
# The code belongs to root: the process may read it, not change it. The key here signs nothing and is not kept.
RUN python -m compileall -q . \
 && SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(64))')" \
    DATABASE_URL=postgres://nobody@nowhere/none REDIS_URL=redis://nowhere/0 \
    python manage.py collectstatic --noinput --verbosity 0
USER hubs
EXPOSE 8000
CMD ["granian", "--interface", "wsgi", "--no-ws", "--host", "0.0.0.0", "--port", "8000", \
     "--workers", "2", "--blocking-threads", "4", "--workers-kill-timeout", "20", "--respawn-failed-workers", \
     "config.wsgi:application"]
