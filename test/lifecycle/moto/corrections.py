"""Where moto 5.2.5 answers other than AWS, and Terraform minds: one function a correction, each with what it mends."""

import json
from types import SimpleNamespace

from flink import correct_managed_flink
from moto.athena.responses import AthenaResponse
from moto.awslambda.models import LambdaBackend
from moto.awslambda.responses import LambdaResponse
from moto.awslambda.urls import url_paths
from moto.glue.models import GlueBackend
from moto.kinesis.responses import KinesisResponse
from moto.s3.models import FakeBucket
from watching import correct_watching


def correct_moto() -> None:
    """Makes every correction; to be called before the first request."""
    read_log_buckets_policy()
    judge_unconditional_statements()
    keep_stream_tags()
    map_consumers()
    delete_named_queries()
    forget_deleted_databases()
    give_account_settings()
    correct_managed_flink()
    correct_watching()


def read_log_buckets_policy() -> None:
    """PutBucketLogging fails at a statement of the log bucket's policy whose principal is "*", and knows one resource."""
    permits = FakeBucket._log_permissions_enabled_policy

    def permits_any_resource(target_bucket, target_prefix):
        policy = json.loads(target_bucket.policy or '{"Statement": []}')
        statements = [
            {**each, "Resource": resource}
            for each in policy["Statement"]
            if isinstance(each["Principal"], dict)
            for resource in ([each["Resource"]] if isinstance(each["Resource"], str) else each["Resource"])
        ]
        bucket = SimpleNamespace(
            policy=json.dumps({"Statement": statements}).encode(),
            partition=target_bucket.partition,
            name=target_bucket.name,
        )
        return permits(bucket, target_prefix)

    FakeBucket._log_permissions_enabled_policy = staticmethod(permits_any_resource)


def judge_unconditional_statements() -> None:
    """A bucket policy's conditions are not looked at: a statement that denies what comes without TLS denies all."""
    judge = FakeBucket.get_permission

    def judge_unconditional(bucket, action, resource):
        statements = json.loads(bucket.policy or '{"Statement": []}')["Statement"]
        unconditional = [each for each in statements if "Condition" not in each]
        return judge(SimpleNamespace(policy=json.dumps({"Statement": unconditional}).encode()), action, resource)

    FakeBucket.get_permission = judge_unconditional


def keep_stream_tags() -> None:
    """CreateStream drops its tags."""
    create_stream = KinesisResponse.create_stream

    def create_tagged_stream(self):
        result = create_stream(self)
        self.kinesis_backend.add_tags_to_stream(None, self._get_param("StreamName"), self._get_param("Tags") or {})
        return result

    KinesisResponse.create_stream = create_tagged_stream


def map_consumers() -> None:
    """CreateEventSourceMapping knows streams, and not the consumers that are registered with them."""
    create_event_source_mapping = LambdaBackend.create_event_source_mapping

    def create_mapping(self, spec):
        source_arn = spec["EventSourceArn"]
        stream_arn, _, _ = source_arn.partition("/consumer/")
        mapping = create_event_source_mapping(self, {**spec, "EventSourceArn": stream_arn})
        mapping.event_source_arn = source_arn
        return mapping

    LambdaBackend.create_event_source_mapping = create_mapping


def delete_named_queries() -> None:
    """moto has no DeleteNamedQuery."""

    def delete_named_query(self):
        self.athena_backend.named_queries.pop(self._get_param("NamedQueryId"))
        return "{}"

    AthenaResponse.delete_named_query = delete_named_query


def forget_deleted_databases() -> None:
    """DeleteDatabase leaves the tags, by which a search for resources still finds the database."""
    delete_database = GlueBackend.delete_database

    def delete_with_tags(self, database_name):
        delete_database(self, database_name)
        arn = f"arn:{self.partition}:glue:{self.region_name}:{self.account_id}:database/{database_name}"
        self.tagger.delete_all_tags_for_resource(arn)

    GlueBackend.delete_database = delete_with_tags


def give_account_settings() -> None:
    """moto has no GetAccountSettings; a new account has AWS's default quota, of which functions reserve parts."""
    url_paths[r"{0}/(?P<api_version>[^/]+)/account-settings/?$"] = LambdaResponse.dispatch

    def get_account_settings(self):
        functions = list(self.backend.list_functions())
        reserved = sum(int(function.reserved_concurrency or 0) for function in functions)
        limits = {"ConcurrentExecutions": 1000, "UnreservedConcurrentExecutions": 1000 - reserved}
        return json.dumps({"AccountLimit": limits, "AccountUsage": {"FunctionCount": len(functions)}})

    LambdaResponse.get_account_settings = get_account_settings
