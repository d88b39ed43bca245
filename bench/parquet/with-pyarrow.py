"""Converts lines of JSON to Parquet (Snappy) with pyarrow, on one thread: prints the seconds without start-up.

`convert EVENTS.json FILE.parquet`; or `compare A.parquet B.parquet`, which fails when a value differs.
"""

import sys
import time

import pyarrow as pa
import pyarrow.json as pj
import pyarrow.parquet as pq

SCHEMA = pa.schema(
    {
        "event_id": pa.string(),
        # Events say Z; the column that comes of it has no zone.
        "timestamp": pa.timestamp("us", tz="UTC"),
        "user_id": pa.string(),
        "event_type": pa.string(),
        "value": pa.float64(),
        "quantity": pa.int32(),
        "sequence": pa.int64(),
        "amount": pa.decimal128(10, 2),
        "country": pa.string(),
        "metadata": pa.struct({"device": pa.string(), "browser": pa.string(), "session_id": pa.string()}),
    }
)


def convert(source, target):
    started = time.perf_counter()
    read_options = pj.ReadOptions(use_threads=False, block_size=4 << 20)
    parse_options = pj.ParseOptions(explicit_schema=SCHEMA, unexpected_field_behavior="ignore")
    pq.write_table(pj.read_json(source, read_options, parse_options), target, compression="snappy")
    print(time.perf_counter() - started)


def compare(left, right):
    schema = SCHEMA.set(1, pa.field("timestamp", pa.timestamp("us")))
    if not pq.read_table(left).cast(schema).equals(pq.read_table(right).cast(schema)):
        sys.exit(f"{left} and {right} differ")


{"convert": convert, "compare": compare}[sys.argv[1]](*sys.argv[2:])
