# The service and, with another command, a worker: docker build -t runstrong .
FROM python:3.13-slim AS build
RUN pip install --no-cache-dir "uv==0.9.*"
WORKDIR /source
COPY . .
# The locked versions of what runstrong needs to run, and no tools for its tests.
RUN uv venv /opt/runstrong && \
    uv pip install --no-cache --compile-bytecode --python /opt/runstrong/bin/python \
    --constraint requirements.lock ".[all]"

FROM python:3.13-slim
RUN useradd --uid 10001 --create-home --home-dir /state runstrong
COPY --from=build /opt/runstrong /opt/runstrong
ENV PATH=/opt/runstrong/bin:$PATH \
    RUNSTRONG_STATE=/state
USER 10001
EXPOSE 8000
HEALTHCHECK CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/health/live', timeout=3)"]
ENTRYPOINT ["runstrong"]
CMD ["serve", "--host", "0.0.0.0"]
