"""Where moto 5.2.5 answers other than Managed Service for Apache Flink: one function a correction, each with what it mends."""

import json
import time

from moto.core.exceptions import ServiceException
from moto.kinesisanalyticsv2.models import Application, KinesisAnalyticsV2Backend
from moto.kinesisanalyticsv2.responses import KinesisAnalyticsV2Response
from moto.s3.models import s3_backends


class ResourceNotFoundException(ServiceException):
    code = "ResourceNotFoundException"


class InvalidArgumentException(ServiceException):
    code = "InvalidArgumentException"


def correct_managed_flink() -> None:
    """Makes every correction; to be called before the first request."""
    create_what_can_start()
    describe_in_numbers()
    refuse_unknown_applications()
    run_applications()
    update_applications()
    delete_applications()
    untag_applications()


def application_of(response: KinesisAnalyticsV2Response) -> Application:
    """The application that a request names."""
    name = response._get_param("ApplicationName")
    application = response.kinesisanalyticsv2_backend.applications.get(name)
    if application is None:
        raise ResourceNotFoundException(f"Application not found: {name}")
    return application


def create_what_can_start() -> None:
    """A new application is STARTING for ever, and one whose code is not there is made all the same."""
    initialize = Application.__init__

    def initialize_ready(self, **settings):
        initialize(self, **settings)
        self.application_status = "READY"
        self.creation_date_time = self.last_updated_date_time = int(time.time())
        self.configuration = settings["application_configuration"]
        self.run_configuration = None
        require_code(self)

    Application.__init__ = initialize_ready


def require_code(application: Application) -> None:
    """AWS reads the code when it is named."""
    location = application.configuration["ApplicationCodeConfiguration"]["CodeContent"]["S3ContentLocation"]
    bucket = location["BucketARN"].partition(":::")[2]
    if s3_backends[application.account_id]["aws"].head_object(bucket, location["FileKey"]) is None:
        raise InvalidArgumentException(f"Unable to get the specified fileKey: {location['FileKey']} in bucket: {bucket}")


def describe_in_numbers() -> None:
    """Times are texts, where AWS's JSON has seconds; the name is missing, and so is what an application was started with."""

    def corrected(describe):
        def describe_application(self, application_name, **settings):
            detail = describe(self, application_name=application_name, **settings)
            application = self.applications[application_name]
            configuration = dict(detail["ApplicationConfigurationDescription"])
            if application.run_configuration is not None:
                configuration["RunConfigurationDescription"] = {
                    f"{name}Description": value for name, value in application.run_configuration.items()
                }
            return {
                **detail,
                "ApplicationName": application_name,
                "ApplicationConfigurationDescription": configuration,
                "ApplicationVersionCreateTimestamp": application.last_updated_date_time,
            }

        return describe_application

    for name in ("create_application", "describe_application"):
        setattr(KinesisAnalyticsV2Backend, name, corrected(getattr(KinesisAnalyticsV2Backend, name)))


def refuse_unknown_applications() -> None:
    """DescribeApplication of none is an error of the server's: Terraform asks until a deleted one is not there."""
    describe_application = KinesisAnalyticsV2Response.describe_application

    def describe_known(self):
        application_of(self)
        return describe_application(self)

    KinesisAnalyticsV2Response.describe_application = describe_known


def run_applications() -> None:
    """moto has no StartApplication, no StopApplication, and no DescribeApplicationOperation to follow them by."""
    # What AWS starts an application with unless it is told otherwise.
    default = {
        "ApplicationRestoreConfiguration": {"ApplicationRestoreType": "RESTORE_FROM_LATEST_SNAPSHOT"},
        "FlinkRunConfiguration": {"AllowNonRestoredState": False},
    }

    def start_application(self):
        application = application_of(self)
        application.application_status = "RUNNING"
        application.run_configuration = updated(default, self._get_param("RunConfiguration") or {})
        return json.dumps({"OperationId": "start"})

    def stop_application(self):
        application_of(self).application_status = "READY"
        return json.dumps({"OperationId": "stop"})

    def describe_application_operation(self):
        application_of(self)
        now = time.time()
        times = {"StartTime": now, "EndTime": now}
        details = {"Operation": self._get_param("OperationId"), "OperationStatus": "SUCCESSFUL", **times}
        return json.dumps({"ApplicationOperationInfoDetails": details})

    for operation in (start_application, stop_application, describe_application_operation):
        setattr(KinesisAnalyticsV2Response, operation.__name__, operation)


def update_applications() -> None:
    """moto has no UpdateApplication."""

    def update_application(self):
        application = application_of(self)
        update = self._get_param("ApplicationConfigurationUpdate") or {}
        application.configuration = updated(application.configuration, update)
        require_code(application)
        application.app_config_description = application._generate_app_config_description(application.configuration)
        application.run_configuration = updated(
            application.run_configuration or {}, self._get_param("RunConfigurationUpdate") or {}
        )
        application.service_execution_role = (
            self._get_param("ServiceExecutionRoleUpdate") or application.service_execution_role
        )
        application.application_version_id += 1
        application.last_updated_date_time = int(time.time())
        detail = self.kinesisanalyticsv2_backend.describe_application(application.application_name)
        return json.dumps({"ApplicationDetail": detail, "OperationId": "update"})

    KinesisAnalyticsV2Response.update_application = update_application


def updated(settings: dict, update: dict) -> dict:
    """Settings with an update, whose fields are called as theirs with "Update" behind."""
    result = dict(settings)
    for key, value in update.items():
        name = "EnvironmentProperties" if key == "EnvironmentPropertyUpdates" else key.removesuffix("Update")
        result[name] = updated(result.get(name, {}), value) if isinstance(value, dict) else value
    return result


def delete_applications() -> None:
    """moto has no DeleteApplication."""

    def delete_application(self):
        application = application_of(self)
        backend = self.kinesisanalyticsv2_backend
        del backend.applications[application.application_name]
        backend.tagger.delete_all_tags_for_resource(application.application_arn)
        return "{}"

    KinesisAnalyticsV2Response.delete_application = delete_application


def untag_applications() -> None:
    """moto has no UntagResource."""

    def untag_resource(self):
        self.kinesisanalyticsv2_backend.untag_resource(self._get_param("ResourceARN"), self._get_param("TagKeys"))
        return "{}"

    KinesisAnalyticsV2Response.untag_resource = untag_resource
