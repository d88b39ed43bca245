import type { Environment } from "../environments";

/** A channel of Slack, and which urgencies of alarms it is told of. */
export interface ChatChannel {
  readonly workspaceId: string;
  readonly channelId: string;
  readonly urgencies: readonly Urgency[];
}

/** Whether alarms wake someone, or wait for the morning. */
export type Urgency = keyof Environment["alarms"]["subscriptions"];

/** The channels of chat, each once: AWS takes one configuration of a channel, which may have several topics. */
export function chatChannels({ alarms }: Environment): ChatChannel[] {
  const channels = new Map<string, ChatChannel>();
  for (const urgency of ["page", "ticket"] as const) {
    for (const subscription of alarms.subscriptions[urgency]) {
      if (subscription.kind !== "chat") continue;
      const { workspaceId, channelId } = subscription;
      const key = `${workspaceId}/${channelId}`;
      const urgencies = channels.get(key)?.urgencies ?? [];
      channels.set(key, { workspaceId, channelId, urgencies: [...urgencies, urgency] });
    }
  }
  return [...channels.values()];
}
