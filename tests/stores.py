"""An S3 server on this machine, for tests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.request import urlopen

import boto3
import fsspec
import pytest
from moto.server import ThreadedMotoServer

BUCKET = "archive"


@dataclass(frozen=True, slots=True)
class S3:
    """The server's bucket `archive`; `environment` leads programs to it."""

    client: Any
    environment: Mapping[str, str]

    def put(self, key: str, data: bytes) -> None:
        self.client.put_object(Bucket=BUCKET, Key=key, Body=data)

    def delete(self, key: str) -> None:
        self.client.delete_object(Bucket=BUCKET, Key=key)

    def names(self) -> list[str]:
        found = self.client.list_objects_v2(Bucket=BUCKET)
        return [each["Key"] for each in found.get("Contents", [])]


@contextmanager
def s3_for(monkeypatch: pytest.MonkeyPatch) -> Iterator[S3]:
    """A server that this process finds, and forgets at the end."""
    with s3_server() as server:
        for name, value in server.environment.items():
            monkeypatch.setenv(name, value)
        fsspec.filesystem("s3").clear_instance_cache()
        yield server
        fsspec.filesystem("s3").clear_instance_cache()


@contextmanager
def s3_server() -> Iterator[S3]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        _, port = server.get_host_and_port()
        address = f"http://127.0.0.1:{port}"
        # What servers before this one held stays in the process.
        urlopen(f"{address}/moto-api/reset", data=b"").close()
        keys = {"AWS_ACCESS_KEY_ID": "made", "AWS_SECRET_ACCESS_KEY": "made", "AWS_DEFAULT_REGION": "us-east-1"}
        client = boto3.client(
            "s3",
            endpoint_url=address,
            aws_access_key_id="made",
            aws_secret_access_key="made",
            region_name="us-east-1",
        )
        client.create_bucket(Bucket=BUCKET)
        yield S3(client, {**keys, "AWS_ENDPOINT_URL": address})
    finally:
        server.stop()
