import { z } from "zod";
import { integer, section, type Tier, text } from "./fields";

const subscription = z.discriminatedUnion(
  "kind",
  [
    section({
      kind: z.literal("email"),
      // Whoever reads it must confirm it first: AWS sends a link.
      address: text(/^[^\s@]{1,64}@[^\s@]+\.[^\s@]+$/, "an e-mail address"),
    }),
    section({
      kind: z.literal("https"),
      // What answers it must confirm the subscription by itself, as the tools for those on call do.
      url: text(/^https:\/\/[^\s/]+(\/\S*)?$/, "an address that begins with https://"),
    }),
    section({
      /** A Slack channel, through Amazon Q Developer in chat applications, which the workspace must have let in. */
      kind: z.literal("chat"),
      workspaceId: text(/^[0-9A-Z]{1,255}$/, "the id of a Slack workspace, such as T0123ABCD"),
      channelId: text(/^[A-Za-z0-9]{8,}$/, "the id of a Slack channel, such as C0123ABCD45"),
    }),
  ],
  { error: 'kind "email", "https" or "chat"' },
);

const subscriptions = z.array(subscription, { error: "a list of subscriptions" }).default([]);

/** What alarms go by, and whom they tell. */
export function alarmsSchema(tier: Tier) {
  return section({
    // How old data may grow on its way before someone looks; under a minute, one slow batch would be an alarm. Half of the
    // shortest retention is where losing it begins.
    freshnessObjectiveSeconds: integer(60, 43_200).default(tier === "production" ? 120 : 300),
    /** Who is woken, and who reads it in the morning; nobody, until someone is named. */
    subscriptions: section({ page: subscriptions, ticket: subscriptions }).prefault({}),
  });
}

/** What alarms go by, with every default filled in. */
export type Alarms = z.output<ReturnType<typeof alarmsSchema>>;

/** Who is told of alarms of one urgency. */
export type Subscription = z.output<typeof subscription>;
