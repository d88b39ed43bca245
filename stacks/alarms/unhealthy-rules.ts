/** What a part of a rule names alarms by: in CloudWatch, the alarm's name; in Terraform, also a wait for it. */
export interface NamedAlarm {
  readonly name: string;
  /** Stands for the name in Terraform. */
  readonly reference: string;
}

/** CloudWatch takes 100 alarms, and 10,240 characters: half of each for either side. */
const maxAlarms = 50;
const maxCharacters = 5_000;

/**
 * The rules of "some symptom, and some cause": one, unless CloudWatch would refuse that for its length; then each takes
 * some of the symptoms and of the causes, and all together take each symptom with each cause.
 */
export function unhealthyRules(symptoms: readonly NamedAlarm[], causes: readonly NamedAlarm[]): string[] {
  return parts(symptoms).flatMap((some) => parts(causes).map((others) => `(${anyOf(some)}) AND (${anyOf(others)})`));
}

const term = (name: string) => `ALARM("${name}")`;
const or = " OR ";

function anyOf(alarms: readonly NamedAlarm[]): string {
  return alarms.map(({ reference }) => term(reference)).join(or);
}

function parts(alarms: readonly NamedAlarm[]): NamedAlarm[][] {
  const made: NamedAlarm[][] = [];
  let characters = 0;
  for (const alarm of alarms) {
    const length = term(alarm.name).length + or.length;
    const last = made.at(-1);
    if (last && last.length < maxAlarms && characters + length <= maxCharacters) {
      last.push(alarm);
      characters += length;
    } else {
      made.push([alarm]);
      characters = length;
    }
  }
  return made;
}
