"""Delivers records with ministack's Firehose as GZIP objects: prints records a second and the number of objects.

Reads the records from stdin, one a line in Base64. ministack has no transform in this run, and neither has it a buffer.
"""

import base64
import json
import os
import socket
import subprocess
import sys
import time
import urllib.request

import boto3

REQUEST_RECORDS = 500


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def wait_until_ready(endpoint: str, server: subprocess.Popen) -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(f"{endpoint}/_localstack/health", timeout=5).close()
            return
        except OSError:
            if server.poll() is not None:
                break
            time.sleep(0.1)
    raise SystemExit("ministack did not start")


def deliver(endpoint: str, records: list) -> dict:
    keys = {"aws_access_key_id": "local", "aws_secret_access_key": "local", "region_name": "us-east-1"}
    s3 = boto3.client("s3", endpoint_url=endpoint, **keys)
    firehose = boto3.client("firehose", endpoint_url=endpoint, **keys)
    s3.create_bucket(Bucket="lake")
    firehose.create_delivery_stream(
        DeliveryStreamName="delivery-stream",
        ExtendedS3DestinationConfiguration={
            "RoleARN": "arn:aws:iam::000000000000:role/delivery-stream-firehose",
            "BucketARN": "arn:aws:s3:::lake",
            "Prefix": "data/",
            "BufferingHints": {"SizeInMBs": 5, "IntervalInSeconds": 60},
            "CompressionFormat": "GZIP",
        },
    )
    started = time.perf_counter()
    for start in range(0, len(records), REQUEST_RECORDS):
        request = [{"Data": data} for data in records[start : start + REQUEST_RECORDS]]
        answer = firehose.put_record_batch(DeliveryStreamName="delivery-stream", Records=request)
        if answer["FailedPutCount"] > 0:
            raise SystemExit(f"ministack refused {answer['FailedPutCount']} records")
    seconds = time.perf_counter() - started
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket="lake")
    return {"recordsPerSecond": len(records) / seconds, "objects": sum(len(page.get("Contents", [])) for page in pages)}


def main() -> None:
    records = [base64.b64decode(line) for line in sys.stdin]
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "ministack"],
        env={**os.environ, "GATEWAY_PORT": str(port)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        endpoint = f"http://127.0.0.1:{port}"
        wait_until_ready(endpoint, server)
        print(json.dumps(deliver(endpoint, records)))
    finally:
        server.terminate()
        server.wait()


main()
