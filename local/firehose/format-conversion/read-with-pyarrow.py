"""Reads Parquet files with pyarrow: prints the rows of each as a line of JSON.

Whole numbers are printed as strings, dates as days, timestamps as microseconds since the epoch, decimals unscaled, maps
as {"map": {key: value, ...}}.
"""

import json
import sys
from datetime import date, datetime, timedelta

import pyarrow as pa
import pyarrow.parquet as pq


def printed(value, kind):
    if value is None:
        return None
    if pa.types.is_struct(kind):
        return {field.name: printed(value[field.name], field.type) for field in kind}
    if pa.types.is_map(kind):
        return {"map": {printed(key, kind.key_type): printed(member, kind.item_type) for key, member in value}}
    if pa.types.is_list(kind):
        return [printed(element, kind.value_type) for element in value]
    if pa.types.is_timestamp(kind):
        return str((value - datetime(1970, 1, 1)) // timedelta(microseconds=1))
    if pa.types.is_date(kind):
        return str((value - date(1970, 1, 1)).days)
    if pa.types.is_decimal(kind):
        sign, digits, _exponent = value.as_tuple()
        return str(int("".join(map(str, digits))) * (-1 if sign else 1))
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else value
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


for path in sys.argv[1:]:
    table = pq.read_table(path)
    columns = [[printed(value, field.type) for value in table[field.name].to_pylist()] for field in table.schema]
    print(json.dumps(list(zip(*columns))))
