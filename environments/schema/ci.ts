import type { z } from "zod";
import { oneOf, section, text } from "./fields";

/** Who may plan and apply from GitHub Actions, without a key that is kept anywhere. */
export const ciSchema = section({
  // A repository that was created, renamed or moved after 15 July 2026 has ids in its OIDC subject, so that nobody who
  // takes its name later has its rights. No pattern could stand for them without letting others in.
  repository: text(
    /^[A-Za-z0-9][\w-]{0,38}(\/[\w.-]{1,100}|@\d{1,20}\/[\w.-]{1,100}@\d{1,20})$/,
    "a GitHub repository as its OIDC subject has it: owner/name, or owner@id/name@id",
  ),
  // What is on this branch is applied; its plans, and those of pull requests, only read.
  branch: text(/^\w[\w./+-]{0,243}$/, "a branch of at most 244 letters, digits and _./+-, such as main").default(
    "main",
  ),
  // An account has one provider for GitHub: of two environments in it, the second finds the first one's.
  oidcProvider: oneOf("create", "existing").default("create"),
});

/** Who may plan and apply from GitHub Actions, with every default filled in. */
export type Ci = z.output<typeof ciSchema>;
