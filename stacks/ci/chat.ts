import type { Environment } from "../../environments";
import { namesOf } from "../../names";
import { chatChannels } from "../chat-channels";
import type { TerraformPermissions } from "./terraform-permissions";

/**
 * Channels of chat: nothing where no alarm is told to one. Who may be told something outside of AWS is for people to say,
 * when they apply the bootstrap.
 */
export function chatPermissions(environment: Environment): TerraformPermissions {
  if (chatChannels(environment).length === 0) return { reads: [], writes: [] };
  const names = namesOf(environment);
  return {
    reads: [
      {
        Sid: "ReadChat",
        Action: ["chatbot:DescribeSlackChannelConfigurations", "chatbot:ListTagsForResource"],
        // Of these, AWS lets a policy name none.
        Resource: ["*"],
      },
    ],
    writes: [
      {
        Sid: "MakeChat",
        Action: ["chatbot:CreateSlackChannelConfiguration", "chatbot:TagResource", "chatbot:UntagResource"],
        // Of these, AWS lets a policy name none.
        Resource: ["*"],
      },
      {
        Sid: "ChangeChat",
        Action: ["chatbot:DeleteSlackChannelConfiguration", "chatbot:UpdateSlackChannelConfiguration"],
        Resource: [names.chatChannel("*").arn],
      },
      {
        Sid: "LetChatSubscribe",
        // An account's first channel makes the role by which AWS subscribes to topics.
        Action: ["iam:CreateServiceLinkedRole"],
        Resource: [names.chatServiceRoleArn],
      },
    ],
  };
}
