"""The processor as one would first write it: for each record one PutItem and one PutMetricData.

Reads a job from its standard input, JSON: {"dynamodb", "cloudwatch", "table", "events"}, the events being
those that Lambda makes of a stream; prints the seconds that handling all of them took, without start-up.
"""

import base64
import json
import sys
import time
from datetime import datetime, timezone
from decimal import Decimal

import boto3


def make_handler(table, cloudwatch):
    def handler(event, _context=None):
        for record in event["Records"]:
            kinesis = record["kinesis"]
            item = json.loads(base64.b64decode(kinesis["data"]), parse_float=Decimal)
            item["user_id"] = item["user_id"].strip()
            item["event_type"] = item["event_type"].upper()
            item["timestamp_event_id"] = f"{item['timestamp']}#{item['event_id']}"
            item["event_type_bucket"] = f"{item['event_type']}#{hash(item['timestamp_event_id']) % 10}"
            item["processed_at"] = datetime.now(timezone.utc).isoformat()
            item["processing_version"] = "1"
            item["ttl"] = int(kinesis["approximateArrivalTimestamp"]) + 30 * 86_400
            table.put_item(Item=item)
            cloudwatch.put_metric_data(
                Namespace="KinesisProcessing",
                MetricData=[
                    {
                        "MetricName": "RecordsProcessed",
                        "Dimensions": [{"Name": "EventType", "Value": item["event_type"]}],
                        "Value": 1,
                        "Unit": "Count",
                    }
                ],
            )

    return handler


def main():
    job = json.load(sys.stdin)
    session = boto3.Session(aws_access_key_id="local", aws_secret_access_key="local", region_name="us-east-1")
    table = session.resource("dynamodb", endpoint_url=job["dynamodb"]).Table(job["table"])
    cloudwatch = session.client("cloudwatch", endpoint_url=job["cloudwatch"])
    handler = make_handler(table, cloudwatch)
    started = time.perf_counter()
    for event in job["events"]:
        handler(event)
    print(json.dumps({"seconds": time.perf_counter() - started}))


main()
