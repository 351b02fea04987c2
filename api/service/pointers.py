"""Where to look after a fault, over HTTP."""

from __future__ import annotations

from optimizer.documents.pointers import Ways

over_http = Ways(
    lists=lambda table: f"GET /v1/catalog/{table} lists them",
    takes={
        "runs": "POST /v1/runs takes it",
        "season": "POST /v1/seasons takes it",
        "next": "POST /v1/seasons/next goes on from it",
        "assess": "POST /v1/assessments takes it",
        "club": "POST /v1/batches plans all of it",
    },
    says=lambda pointer: f"give options.{pointer.option} {' or '.join(pointer.values)}",
)
