"""Where moto 5.2.5 answers other than CloudWatch, CloudWatch Logs and X-Ray: one function a correction, each with what it mends."""

import json
import uuid

from moto.cloudwatch.responses import CloudWatchResponse
from moto.core.exceptions import ServiceException
from moto.core.responses import EmptyResult
from moto.logs.responses import LogsResponse
from moto.xray.responses import XRayResponse
from moto.xray.urls import url_paths


class InvalidRequestException(ServiceException):
    code = "InvalidRequestException"


class ResourceNotFoundException(ServiceException):
    code = "ResourceNotFoundException"


def correct_watching() -> None:
    """Makes every correction; to be called before the first request."""
    put_composite_alarms()
    list_alarm_types()
    keep_query_definitions()
    keep_groups()


def put_composite_alarms() -> None:
    """moto has no PutCompositeAlarm, though its PutMetricAlarm takes a rule; the suppressor is lost."""

    def put_composite_alarm(self):
        self.put_metric_alarm()
        alarm = self.cloudwatch_backend.alarms[self._get_param("AlarmName")]
        alarm.alarm_rule = alarm.rule
        alarm.actions_suppressor = self._get_param("ActionsSuppressor")
        alarm.actions_suppressor_wait_period = self._get_param("ActionsSuppressorWaitPeriod")
        alarm.actions_suppressor_extension_period = self._get_param("ActionsSuppressorExtensionPeriod")
        return EmptyResult()

    CloudWatchResponse.put_composite_alarm = put_composite_alarm


def list_alarm_types() -> None:
    """DescribeAlarms gives composite alarms to who asks for metric alarms, which AWS does only when asked for them."""
    describe_alarms = CloudWatchResponse.describe_alarms

    def describe_asked_for(self):
        answer = describe_alarms(self)
        types = self._get_param("AlarmTypes") or ["MetricAlarm"]
        for asked, key in (("MetricAlarm", "MetricAlarms"), ("CompositeAlarm", "CompositeAlarms")):
            if asked not in types:
                answer.result[key] = []
        return answer

    CloudWatchResponse.describe_alarms = describe_asked_for


def keep_query_definitions() -> None:
    """moto has no saved queries of Logs Insights."""
    definitions = {}

    def put_query_definition(self):
        key = self._get_param("queryDefinitionId") or str(uuid.uuid4())
        definitions[key] = {
            "queryDefinitionId": key,
            "name": self._get_param("name"),
            "queryString": self._get_param("queryString"),
            "queryLanguage": self._get_param("queryLanguage") or "CWLI",
            "logGroupNames": self._get_param("logGroupNames") or [],
        }
        return json.dumps({"queryDefinitionId": key})

    def describe_query_definitions(self):
        prefix = self._get_param("queryDefinitionNamePrefix") or ""
        found = [each for each in definitions.values() if each["name"].startswith(prefix)]
        return json.dumps({"queryDefinitions": found})

    def delete_query_definition(self):
        return json.dumps({"success": definitions.pop(self._get_param("queryDefinitionId"), None) is not None})

    for operation in (put_query_definition, describe_query_definitions, delete_query_definition):
        setattr(LogsResponse, operation.__name__, operation)


def keep_groups() -> None:
    """moto has no groups of X-Ray."""
    groups = {}
    tags = {}

    def group_of(self):
        names = (self._get_param("GroupName"), self._get_param("GroupARN"))
        for group in groups.values():
            if group["GroupName"] in names or group["GroupARN"] in names:
                return group
        # AWS's word for a group that is not there; Terraform goes by it.
        raise InvalidRequestException("Group not found")

    def create_group(self):
        name = self._get_param("GroupName")
        backend = self.xray_backend
        arn = f"arn:aws:xray:{backend.region_name}:{backend.account_id}:group/{name}/{uuid.uuid4().hex[:24].upper()}"
        groups[name] = {
            "GroupName": name,
            "GroupARN": arn,
            "FilterExpression": self._get_param("FilterExpression"),
            "InsightsConfiguration": self._get_param("InsightsConfiguration")
            or {"InsightsEnabled": False, "NotificationsEnabled": False},
        }
        tags[arn] = self._get_param("Tags") or []
        return json.dumps({"Group": groups[name]})

    def get_group(self):
        return json.dumps({"Group": group_of(self)})

    def update_group(self):
        group = group_of(self)
        for field in ("FilterExpression", "InsightsConfiguration"):
            if self._get_param(field) is not None:
                group[field] = self._get_param(field)
        return json.dumps({"Group": group})

    def delete_group(self):
        del groups[group_of(self)["GroupName"]]
        return "{}"

    def list_tags_for_resource(self):
        arn = self._get_param("ResourceARN")
        if arn not in tags:
            raise ResourceNotFoundException("Resource not found")
        return json.dumps({"Tags": tags[arn]})

    operations = {
        "CreateGroup": create_group,
        "GetGroup": get_group,
        "UpdateGroup": update_group,
        "DeleteGroup": delete_group,
        "ListTagsForResource": list_tags_for_resource,
    }
    for name, operation in operations.items():
        url_paths[f"{{0}}/{name}$"] = XRayResponse.dispatch
        setattr(XRayResponse, operation.__name__, operation)
