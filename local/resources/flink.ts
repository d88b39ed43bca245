import { createApplication } from "../flink/actions/create-application";
import { startApplication } from "../flink/actions/start-application";
import {
  applicationResource,
  createApplicationInput,
  startApplicationInput,
} from "../flink/terraform/application-resource";
import { type Kinds, kind } from "./kind";

/** What is made of Managed Flink's resources. */
export const flinkKinds: Kinds = {
  aws_kinesisanalyticsv2_application: kind(
    applicationResource,
    ["force_stop"],
    async (settings, { address }, { flink, flinkRuntime, notice }) => {
      await createApplication(flink, createApplicationInput(settings));
      if (!settings.start_application) return;
      if ("missing" in flinkRuntime) return notice(`${address} is not started: ${flinkRuntime.missing}`);
      startApplication(flink, startApplicationInput(settings));
    },
  ),
};
